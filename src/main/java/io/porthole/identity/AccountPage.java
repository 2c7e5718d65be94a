package io.porthole.identity;

import java.util.List;

/**
 * Some users, by name.
 *
 * @param total how many there are on all pages of this search
 * @param before whether there are others before these; after, behind them
 */
public record AccountPage(List<Account> accounts, long total, boolean before, boolean after) {

    public AccountPage {
        accounts = List.copyOf(accounts);
    }
}
