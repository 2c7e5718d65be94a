package io.porthole.console;

import jakarta.persistence.EntityManager;

/**
 * Has PostgreSQL plan a transaction's statements for the tables as large as they are at the moment. It keeps a plan that was made when they were small until
 * they are analyzed, and a keeper whose statements read a whole history then, several times a second, leaves little of the machine for anybody else. Planning
 * anew takes a millisecond or two, which is much for a page or a console and nothing for what is done a few times a second.
 */
final class FreshPlans {

    private FreshPlans() {
    }

    /** Until the transaction under way ends. */
    static void from(EntityManager database) {
        database.createNativeQuery("select set_config('plan_cache_mode', 'force_custom_plan', true)").getSingleResult();
    }
}
