package io.porthole.testing;

import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.event.container.AfterStart;
import org.jboss.arquillian.container.spi.event.container.BeforeStop;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;

/**
 * Deploys the portal once, right after its server started, and waits until it knows its VMs. A deployment for each test class, as Arquillian has it of its own,
 * would cost every class between 10 and 30 seconds and deploy the same WAR.
 */
public final class OneDeployment implements LoadableExtension {

    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(Deployer.class);
    }

    /** Made by Arquillian. */
    public static final class Deployer {

        public void deploy(@Observes AfterStart started) throws Exception {
            started.getDeployableContainer().deploy(PortalUnderTest.archive());
            PortalUnderTest.awaitVms();
        }

        public void undeploy(@Observes BeforeStop stopping) throws DeploymentException {
            stopping.getDeployableContainer().undeploy(PortalUnderTest.archive());
        }
    }
}
