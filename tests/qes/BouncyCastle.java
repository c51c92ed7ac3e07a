import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ua.DSTU4145ECBinary;
import org.bouncycastle.asn1.ua.DSTU4145NamedCurves;
import org.bouncycastle.asn1.ua.DSTU4145Params;
import org.bouncycastle.asn1.ua.DSTU4145PointEncoder;
import org.bouncycastle.asn1.ua.UAObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.DSTU7564Digest;
import org.bouncycastle.crypto.digests.GOST3411Digest;
import org.bouncycastle.crypto.generators.DSTU4145KeyPairGenerator;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.DSTU4145Signer;
import org.bouncycastle.util.Arrays;
import org.bouncycastle.util.encoders.Hex;

/** Makes keys and signatures by chance, a line each: digest, m, key info, message, its hash, signature (all in hex). */
public class BouncyCastle {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LONGEST = 300;

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        for (int curve = 0; curve < 10; curve++) {
            ASN1ObjectIdentifier name = UAObjectIdentifiers.dstu4145le.branch("2." + curve);
            for (String digest : new String[] {"gost34311", "kupyna256", "kupyna384", "kupyna512"}) {
                for (int round = 0; round < rounds; round++) {
                    System.out.println(line(name, digest, round % 2 == 0));
                }
            }
        }
    }

    private static String line(ASN1ObjectIdentifier name, String digestName, boolean named) throws Exception {
        ECDomainParameters domain = DSTU4145NamedCurves.getByOID(name);
        DSTU4145KeyPairGenerator generator = new DSTU4145KeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(domain, RANDOM));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        byte[] message = new byte[1 + RANDOM.nextInt(LONGEST)];
        RANDOM.nextBytes(message);
        byte[] hash = hash(digestName, message);
        DSTU4145Signer signer = new DSTU4145Signer();
        signer.init(true, new ParametersWithRandom(pair.getPrivate(), RANDOM));
        BigInteger[] signature = signer.generateSignature(hash);
        int half = (domain.getN().bitLength() + 7) / 8;
        byte[] bytes = Arrays.concatenate(lowFirst(signature[0], half), lowFirst(signature[1], half));
        ASN1Encodable parameters = named
                ? new DSTU4145Params(name, DSTU4145Params.getDefaultDKE())
                : new DERSequence(explicit(domain));
        byte[] point = DSTU4145PointEncoder.encodePoint(((ECPublicKeyParameters) pair.getPublic()).getQ());
        byte[] info = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(UAObjectIdentifiers.dstu4145le, parameters),
                new DEROctetString(Arrays.reverse(point))).getEncoded("DER");
        return String.join(" ", digestName, Integer.toString(domain.getCurve().getFieldSize()),
                Hex.toHexString(info), Hex.toHexString(message), Hex.toHexString(hash), Hex.toHexString(bytes));
    }

    /** The library writes these octets with the high byte first; certificates under this identifier have the low. */
    private static ASN1Encodable explicit(ECDomainParameters domain) {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        for (ASN1Encodable part : (ASN1Sequence) new DSTU4145ECBinary(domain).toASN1Primitive()) {
            parts.add(part instanceof ASN1OctetString
                    ? new DEROctetString(Arrays.reverse(((ASN1OctetString) part).getOctets()))
                    : part);
        }
        return new DERSequence(parts);
    }

    private static byte[] hash(String name, byte[] message) {
        Digest digest = name.equals("gost34311")
                ? new GOST3411Digest(expanded(DSTU4145Params.getDefaultDKE()))
                : new DSTU7564Digest(Integer.parseInt(name.substring("kupyna".length())));
        digest.update(message, 0, message.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return hash;
    }

    private static byte[] expanded(byte[] halves) {
        byte[] whole = new byte[halves.length * 2];
        for (int i = 0; i < halves.length; i++) {
            whole[2 * i] = (byte) ((halves[i] >> 4) & 15);
            whole[2 * i + 1] = (byte) (halves[i] & 15);
        }
        return whole;
    }

    private static byte[] lowFirst(BigInteger number, int size) {
        byte[] all = Arrays.reverse(number.toByteArray());
        return Arrays.copyOf(all, size);
    }
}
