package com.devskyy.providers.wordpress;

import java.net.URI;

/// A file in the media library.
///
/// @param id by which a product refers to it
/// @param slug the name it is found by
/// @param url where anyone can get it
/// @param mediaType by the site
public record Media(long id, String slug, URI url, String mediaType) {}
