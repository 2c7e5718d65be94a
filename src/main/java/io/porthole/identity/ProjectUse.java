package io.porthole.identity;

import java.util.Collection;
import java.util.Map;

/** Tells what belongs to projects beside their members; who knows it stands behind this package. */
public interface ProjectUse {

    /** @return by project's name, how many VMs it has; a project without any may be absent */
    Map<String, Long> vms(Collection<String> projects);
}
