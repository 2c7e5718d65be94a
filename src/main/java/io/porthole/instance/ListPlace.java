package io.porthole.instance;

import java.util.UUID;

/**
 * A place in a person's list of VMs, from which a page goes on. It is where a VM stood, and stays there whatever becomes of the VM.
 *
 * @param at what the part is ordered by: the VM's name in small letters, cut where the list's order ends; where it is {@link ListPart#RECENT}, the instant of the visit
 * @param id tells apart what is of the same name
 */
public record ListPlace(ListPart part, String at, UUID id) {

    /** Before everything. */
    public static final ListPlace START = beginningOf(ListPart.FAVOURITE);

    static ListPlace beginningOf(ListPart part) {
        return new ListPlace(part, "", new UUID(0, 0));
    }
}
