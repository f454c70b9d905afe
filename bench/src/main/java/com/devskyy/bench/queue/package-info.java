/// `bench queue`: how fast the queue is, beside the raw limit of its disk and beside other queues.
///
/// [com.devskyy.bench.queue.QueueBench] plans and prints; every measurement is made by a
/// [com.devskyy.bench.queue.Child], a process of its own, so that each contestant has its own
/// threads, memory, warm-up and processor time. What is done is written once: a
/// [com.devskyy.bench.queue.ProductRun] does the same work on every
/// [com.devskyy.bench.queue.TaskQueue] (ours and the peers), a
/// [com.devskyy.bench.queue.StoreRun] on every [com.devskyy.bench.queue.StoreLife] (our store and
/// the bare driver). Within a round all contestants take turns, and a ratio is one of figures of
/// the same round. May use any module and any library; nothing may use it, and it is not shipped.
@NullMarked
package com.devskyy.bench.queue;

import org.jspecify.annotations.NullMarked;
