package com.devskyy.studio.photo;

/// A picture that cannot be used, with its reason and a way out. The caller's mistake: trying again
/// with the same picture ends the same way.
public final class PhotoRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Why a picture was refused, for programs; people read the message.
  public enum Reason {
    /// Larger than the limits on bytes, pixels or sides.
    TOO_LARGE,
    /// Too few pixels to work with.
    TOO_SMALL,
    /// Not a JPEG, PNG or WebP file.
    NOT_A_PHOTO,
    /// Ends early or does not follow its own format.
    DAMAGED,
    /// The background is not one plain surface.
    BUSY_BACKGROUND,
    /// Nothing stands out from the background.
    NO_SUBJECT,
    /// What is shown reaches beyond the picture's edge.
    CROPPED,
    /// The outline shows no neck.
    NO_NECK,
    /// No background is seen between an arm and the body.
    NO_ARM_GAP,
    /// Arms or shoulders held unevenly.
    ASYMMETRIC,
    /// The body is turned to a side.
    TURNED,
    /// The garment's outline does not fit its category.
    NOT_THIS_GARMENT
  }

  private final Reason reason;
  private final String what;
  private final String next;

  /// @param what what was given and what is wrong with it, one line
  /// @param next what to do instead, one line
  public PhotoRefused(Reason reason, String what, String next) {
    super(what + "; " + next);
    this.reason = reason;
    this.what = what;
    this.next = next;
  }

  /// As the other constructor, with what led here.
  public PhotoRefused(Reason reason, String what, String next, Throwable cause) {
    super(what + "; " + next, cause);
    this.reason = reason;
    this.what = what;
    this.next = next;
  }

  /// Why.
  public Reason reason() {
    return reason;
  }

  /// The same, saying which of several pictures it is about.
  public PhotoRefused about(String which) {
    return new PhotoRefused(reason, which + ": " + what, next, this);
  }
}
