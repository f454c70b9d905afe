<?php
/**
 * Plugin Name: DevSkyy GLB
 * Description: Lets those who may upload files upload 3D models (.glb) too. Copy it into wp-content/mu-plugins.
 * License: Apache-2.0
 */

defined('ABSPATH') || exit;

/** The list of allowed types. By itself not enough: WordPress also looks into the file, and does not know the format. */
add_filter('upload_mimes', function ($types) {
    $types['glb'] = 'model/gltf-binary';
    return $types;
});

/** What a file is: a .glb whose first bytes are those of binary glTF, version 2. Everything else stays as it was decided. */
add_filter('wp_check_filetype_and_ext', function ($decided, $file, $filename) {
    if (strtolower(pathinfo($filename, PATHINFO_EXTENSION)) !== 'glb') {
        return $decided;
    }
    $head = is_readable($file) ? file_get_contents($file, false, null, 0, 8) : '';
    if ($head === "glTF\x02\0\0\0") {
        $decided['ext'] = 'glb';
        $decided['type'] = 'model/gltf-binary';
    } else {
        $decided['ext'] = false;
        $decided['type'] = false;
    }
    return $decided;
}, 10, 3);
