/// `bench studio`: time and memory that the studio's garments take.
///
/// [com.devskyy.bench.studio.StudioBench] plans and prints;
/// [com.devskyy.bench.studio.StudioChild] measures one garment, in a process of its own, so that
/// its first making is a cold one.
@NullMarked
package com.devskyy.bench.studio;

import org.jspecify.annotations.NullMarked;
