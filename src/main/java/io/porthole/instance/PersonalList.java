package io.porthole.instance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;

import io.porthole.identity.User;

/**
 * The list of VMs as one person has it: their favourites first, then those that they visited lately, then all others by name.
 *
 * <p>Each part is read by itself, in the order of an index: whichever page it is, of however many VMs, about as many rows are read as it has. A page goes on behind a
 * {@link ListPlace}, so that none is left out or shown twice while other VMs come and go.
 */
@ApplicationScoped
public class PersonalList {

    /** As the index instances_listed has it: of a longer name only so much is in the order, and in the address of a page. */
    private static final String NAME = "substring(lower(i.displayName), 1, 100)";
    private static final String FROM = " from InstanceRow i join NodeStateRow n on n.name = i.node";
    private static final String FROM_FAVOURITES = " from FavouriteRow f join InstanceRow i on i.id = f.key.instanceId join NodeStateRow n on n.name = i.node";
    private static final String FAVOURITE = " and f.key.userId = :user";
    private static final String NO_FAVOURITE = " and not exists (select 1 from FavouriteRow f where f.key.userId = :user and f.key.instanceId = i.id)";
    private static final String WORDS = """
            and (lower(i.displayName) like :pattern escape '!' or lower(i.name) like :pattern escape '!'
                 or lower(coalesce(i.project, '')) like :pattern escape '!' or cast(i.id as string) like :pattern escape '!')""";
    /** Said twice, for an index finds the first half and not the second. */
    private static final String BEHIND = " and " + NAME + " >= :at and (" + NAME + " > :at or i.id > :id) order by " + NAME + ", i.id";
    private static final String UP_TO = " and " + NAME + " <= :at and (" + NAME + " < :at or i.id <= :id) order by " + NAME + " desc, i.id desc";
    private static final Comparator<ListedInstance> LATEST_FIRST = Comparator.comparing((ListedInstance listed) -> Instant.parse(listed.place().at())).reversed()
            .thenComparing(listed -> listed.place().id());

    @PersistenceContext
    private EntityManager database;

    /** @param after behind which it begins; where nothing is left behind it, the last page is shown */
    @Transactional
    public InstancePage page(User user, ListSearch search, ListPlace after, int size) {
        Look look = new Look(user, search);
        List<ListedInstance> found = look.behind(after, size + 1);
        List<ListedInstance> back = after.equals(ListPlace.START) ? List.of() : look.upTo(after, size + 1);
        ListPlace oneBack = back.size() > size ? back.get(size).place() : ListPlace.START;
        if (found.isEmpty() && !back.isEmpty()) {
            return page(user, search, oneBack, size);
        }
        boolean more = found.size() > size;
        List<ListedInstance> shown = more ? found.subList(0, size) : found;
        return new InstancePage(shown, back.isEmpty() ? null : oneBack, more ? shown.get(size - 1).place() : null, look.count());
    }

    /** One reading of the list. */
    private final class Look {

        private final User user;
        private final ListSearch search;
        private final String words;

        private Look(User user, ListSearch search) {
            this.user = user;
            this.search = search;
            this.words = search.words().strip().toLowerCase(Locale.ROOT);
        }

        private List<ListPart> parts() {
            return search.favouritesOnly() ? List.of(ListPart.FAVOURITE) : List.of(ListPart.values());
        }

        List<ListedInstance> behind(ListPlace place, int most) {
            List<ListedInstance> found = new ArrayList<>();
            for (ListPart part : parts()) {
                if (part.compareTo(place.part()) >= 0 && found.size() < most) {
                    found.addAll(stretch(part, part == place.part() ? place : ListPlace.beginningOf(part), true, most - found.size()));
                }
            }
            return found;
        }

        /** @return the nearest first, with what stands at the place itself */
        List<ListedInstance> upTo(ListPlace place, int most) {
            List<ListPart> parts = new ArrayList<>(parts());
            Collections.reverse(parts);
            List<ListedInstance> found = new ArrayList<>();
            for (ListPart part : parts) {
                if (part.compareTo(place.part()) <= 0 && found.size() < most) {
                    found.addAll(stretch(part, part == place.part() ? place : null, false, most - found.size()));
                }
            }
            return found;
        }

        /** @param place null: the end of the part */
        private List<ListedInstance> stretch(ListPart part, ListPlace place, boolean behind, int most) {
            return switch (part) {
                case FAVOURITE -> byName(part, FROM_FAVOURITES, FAVOURITE, place, behind, most);
                case RECENT -> recent(place, behind, most);
                case OTHER -> byName(part, FROM, NO_FAVOURITE + (search.visits().isEmpty() ? "" : " and i.id not in :visited"), place, behind, most);
            };
        }

        private List<ListedInstance> byName(ListPart part, String from, String of, ListPlace place, boolean behind, int most) {
            String order = place == null ? " order by " + NAME + " desc, i.id desc" : behind ? BEHIND : UP_TO;
            TypedQuery<Tuple> query = database.createQuery("select i, n, " + NAME + from + " where true = true" + visible() + of + order, Tuple.class);
            if (place != null) {
                query.setParameter("at", place.at()).setParameter("id", place.id());
            }
            return bind(query, part == ListPart.OTHER).setMaxResults(most).getResultStream().map(row -> {
                Instance instance = InstanceCatalog.instance(row);
                return new ListedInstance(instance, new ListPlace(part, row.get(2, String.class), instance.id().uuid()));
            }).toList();
        }

        /** They are few. */
        private List<ListedInstance> recent(ListPlace place, boolean behind, int most) {
            if (search.visits().isEmpty()) {
                return List.of();
            }
            TypedQuery<Tuple> query = database.createQuery("select i, n" + FROM + " where i.id in :visited" + visible() + NO_FAVOURITE, Tuple.class);
            Stream<ListedInstance> all = bind(query, true).getResultStream().map(InstanceCatalog::instance)
                    .map(instance -> new ListedInstance(instance, recentPlace(instance.id().uuid())));
            Comparator<ListedInstance> order = behind ? LATEST_FIRST : LATEST_FIRST.reversed();
            return all.filter(listed -> place == null || place.at().isEmpty() || order.compare(listed, new ListedInstance(null, place)) >= (behind ? 1 : 0))
                    .sorted(order).limit(most).toList();
        }

        private ListPlace recentPlace(UUID id) {
            return new ListPlace(ListPart.RECENT, search.visits().get(id).toString(), id);
        }

        long count() {
            TypedQuery<Long> query = database.createQuery("select count(i)" + (search.favouritesOnly() ? FROM_FAVOURITES : FROM) + " where true = true" + visible()
                    + (search.favouritesOnly() ? FAVOURITE : ""), Long.class);
            if (search.favouritesOnly()) {
                query.setParameter("user", user.id());
            }
            return seen(query).getSingleResult();
        }

        /** Only what restricts is said, so that the database plans for it. */
        private String visible() {
            return (user.administrator() ? "" : " and i.project in :projects") + (words.isEmpty() ? "" : " " + WORDS);
        }

        private <T> TypedQuery<T> bind(TypedQuery<T> query, boolean knowsVisits) {
            query.setParameter("user", user.id());
            if (knowsVisits && !search.visits().isEmpty()) {
                query.setParameter("visited", search.visits().keySet());
            }
            return seen(query);
        }

        private <T> TypedQuery<T> seen(TypedQuery<T> query) {
            if (!user.administrator()) {
                query.setParameter("projects", user.memberOf().isEmpty() ? Set.of("") : user.memberOf());
            }
            return words.isEmpty() ? query : query.setParameter("pattern", "%" + words.replaceAll("([!%_])", "!$1") + "%");
        }
    }
}
