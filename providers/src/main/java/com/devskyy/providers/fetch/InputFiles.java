package com.devskyy.providers.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/// Reads what the references of a task's input lead to. Threads may share it; it keeps nothing
/// open.
public final class InputFiles {
  private final DataFolder folder;
  private final Download download;

  /// Reads by these rules, with the system's names and certificates.
  public InputFiles(FetchRules rules) {
    this(rules, InetAddress::getAllByName, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  InputFiles(FetchRules rules, Targets.Lookup lookup, SSLSocketFactory tls) {
    this.folder = new DataFolder(rules.dataRoot());
    this.download = new Download(rules, new Targets(rules, lookup), tls);
  }

  /// Reads a file.
  ///
  /// @param field name of the input field, for errors
  /// @param value an https URL, a data URI in base64, or a path below the data root
  /// @throws InputRefusedException when this value will never do
  /// @throws FetchFailedException when it may do later
  /// @throws IOException when a local file cannot be read
  public InputFile read(String field, String value, Wanted wanted) throws IOException {
    var reference = new Reference(field, value);
    if (reference.isUrl() && !reference.isData()) {
      Download.Fetched fetched = download.fetch(reference, wanted);
      return Content.judge(fetched.bytes(), fetched.address(), reference, wanted);
    }
    byte[] bytes =
        reference.isData() ? DataUri.decode(reference, wanted) : folder.read(reference, wanted);
    return Content.judge(bytes, Optional.empty(), reference, wanted);
  }
}
