package com.devskyy.providers.fetch;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// Tells addresses of the public internet from all others, by IANA's registries of
/// special-purpose addresses. Pure.
final class PublicAddresses {
  /// A range of addresses: those that begin with the first `bits` bits of `start`.
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Range(byte[] start, int bits) {
    static Range of(String text) {
      String[] parts = text.split("/", -1);
      try {
        // Numbers only: nothing is looked up.
        return new Range(InetAddress.getByName(parts[0]).getAddress(), Integer.parseInt(parts[1]));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(text, e);
      }
    }

    boolean contains(byte[] address) {
      int whole = bits / 8;
      int rest = 0xff00 >> bits % 8 & 0xff;
      return address.length == start.length
          && Arrays.equals(address, 0, whole, start, 0, whole)
          && (rest == 0 || (address[whole] & rest) == (start[whole] & rest));
    }
  }

  private static final List<Range> SPECIAL =
      ranges(
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private
          "100.64.0.0/10", // shared by carriers (CGNAT)
          "127.0.0.0/8", // loopback
          "169.254.0.0/16", // link-local, with the metadata services of clouds
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // relays of 6to4
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4", // reserved, broadcast
          "2001::/23", // protocol assignments, with Teredo, which embeds others
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4, which embeds others
          "3fff::/20"); // documentation

  /// Outside of it lie loopback, link-local, unique-local, multicast, mapped and reserved ones.
  private static final Range GLOBAL_IPV6 = Range.of("2000::/3");

  /// What a network without IPv4 translates: it stands for the IPv4 address in its last 32 bits.
  private static final Range TRANSLATED = Range.of("64:ff9b::/96");

  private PublicAddresses() {}

  private static List<Range> ranges(String... texts) {
    return Arrays.stream(texts).map(Range::of).toList();
  }

  /// Whether anyone on the internet may be behind it, and nothing else.
  static boolean contain(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet6Address) {
      if (TRANSLATED.contains(bytes)) {
        return isOrdinary(Arrays.copyOfRange(bytes, 12, 16));
      }
      return GLOBAL_IPV6.contains(bytes) && isOrdinary(bytes);
    }
    return isOrdinary(bytes);
  }

  private static boolean isOrdinary(byte[] address) {
    return SPECIAL.stream().noneMatch(range -> range.contains(address));
  }
}
