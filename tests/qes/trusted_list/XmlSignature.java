import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The XML signatures of the JDK: "verify LIST CERTIFICATE" says true or false; "sign LIST STORE OUT" signs. */
public final class XmlSignature {
    private static final XMLSignatureFactory FACTORY = XMLSignatureFactory.getInstance("DOM");

    public static void main(String[] words) throws Exception {
        DocumentBuilderFactory builders = DocumentBuilderFactory.newInstance();
        builders.setNamespaceAware(true);
        Document list = builders.newDocumentBuilder().parse(Path.of(words[1]).toFile());
        if (words[0].equals("verify")) {
            System.out.println(verify(list, Files.readAllBytes(Path.of(words[2]))));
        } else {
            sign(list, Path.of(words[2]));
            TransformerFactory.newInstance().newTransformer()
                .transform(new DOMSource(list), new StreamResult(Path.of(words[3]).toFile()));
        }
    }

    private static boolean verify(Document list, byte[] der) throws Exception {
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(der));
        Element signature = (Element) list.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").item(0);
        DOMValidateContext context = new DOMValidateContext(certificate.getPublicKey(), signature);
        Element properties = (Element) list
            .getElementsByTagNameNS("http://uri.etsi.org/01903/v1.3.2#", "SignedProperties").item(0);
        context.setIdAttributeNS(properties, null, "Id");
        return FACTORY.unmarshalXMLSignature(context).validate(context);
    }

    private static void sign(Document list, Path path) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var stream = Files.newInputStream(path)) {
            store.load(stream, "list".toCharArray());
        }
        PrivateKey key = (PrivateKey) store.getKey("list", "list".toCharArray());
        List<Transform> transforms = List.of(
            FACTORY.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
            FACTORY.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null));
        Reference whole = FACTORY.newReference(
            "", FACTORY.newDigestMethod(DigestMethod.SHA512, null), transforms, null, null);
        KeyInfoFactory keys = FACTORY.getKeyInfoFactory();
        FACTORY.newXMLSignature(
            FACTORY.newSignedInfo(
                FACTORY.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                FACTORY.newSignatureMethod("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", null),
                List.of(whole)),
            keys.newKeyInfo(List.of(keys.newX509Data(List.of(store.getCertificate("list"))))))
            .sign(new DOMSignContext(key, list.getDocumentElement()));
    }
}
