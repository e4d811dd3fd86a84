package carescan;

import ca.uhn.fhir.rest.server.RestfulServer;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * A HAPI FHIR JPA server for R4 on the loopback address, its database in a folder: what is in the folder is there again
 * at the next start. Wiring only; whatever it answers is HAPI's own.
 *
 * <p>Usage: Server FOLDER. Prints "ready http://127.0.0.1:PORT/fhir" (a free port) once it takes requests.
 */
public final class Server {
  private Server() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 1) throw new IllegalArgumentException("usage: Server FOLDER");
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    System.setProperty("carescan.folder", folder.toString());
    var beans = new AnnotationConfigApplicationContext(ServerBeans.class);
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.resolve("tomcat").toString());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", folder.toString());
    Wrapper servlet = Tomcat.addServlet(context, "fhir", beans.getBean(RestfulServer.class));
    servlet.setLoadOnStartup(1);
    context.addServletMappingDecoded("/fhir/*", "fhir");
    tomcat.start();
    System.out.println("ready http://127.0.0.1:" + connector.getLocalPort() + "/fhir");
    tomcat.getServer().await();
  }
}
