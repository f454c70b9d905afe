// What every contestant is given: about 200 bytes of JSON, field for field the record Order.
const digits = (number, width) => String(number).padStart(width, '0');

export const order = (number, sentAt = 0) => ({
  order_id: `ORD-2026-${digits(number, 7)}`,
  customer_id: `c-${digits(number % 1_000_000, 6)}`,
  sku: 'DRS-1042-RED-M',
  qty: 1,
  price: 89.9,
  currency: 'EUR',
  channel: 'web',
  locale: 'de-DE',
  action: 'reserve-stock',
  warehouse: 'BER-2',
  sent_at: sentAt,
});

export const millis = () => performance.timeOrigin + performance.now();

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

// Tells whoever started this when the work begins and ends, and what it took.
export const measured = async (work) => {
  console.log('begin');
  // The reader takes its own readings at both lines.
  await sleep(50);
  const cpu = process.cpuUsage();
  const start = performance.now();
  const seconds = (await work()) ?? (performance.now() - start) / 1000;
  const used = process.cpuUsage(cpu);
  console.log(`end ${seconds} ${(used.user + used.system) / 1e6}`);
};

// Orders at an even pace, and how long each waited.
export const paced = async (perSecond, seconds, enqueue) => {
  const start = performance.now();
  for (let i = 0; i < perSecond * seconds; i++) {
    const left = start + (i * 1000) / perSecond - performance.now();
    if (left > 0) {
      await sleep(left);
    }
    await enqueue(order(i, millis()));
  }
};

export const percentiles = (waited) => {
  waited.sort((a, b) => a - b);
  console.log(`p50 ${waited[Math.floor(waited.length / 2)]}`);
  console.log(`p99 ${waited[Math.floor((waited.length * 99) / 100)]}`);
};
