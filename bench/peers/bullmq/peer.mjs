// node peer.mjs URL PREFIX enqueue|bulk|drain|life|pickup|receive|send N
// BullMQ as its documentation says; finished jobs are kept, as by default and as ours are.
import { Queue, Worker } from 'bullmq';
import IORedis from 'ioredis';
import { measured, millis, order, paced, percentiles, sleep } from './order.mjs';

const AT_ONCE = 500;
const LIGHT = 100;
const CONCURRENCY = 50;
const [url, prefix, what, count] = process.argv.slice(2);
const n = Number(count);
const connection = new IORedis(url, { maxRetriesPerRequest: null });
const queue = new Queue('bench', { connection, prefix });
await queue.waitUntilReady();

const fill = async (jobs) => {
  for (let i = 0; i < jobs; i += AT_ONCE) {
    const size = Math.min(AT_ONCE, jobs - i);
    await queue.addBulk(Array.from({ length: size }, (_, k) => ({ name: 'order', data: order(i + k) })));
  }
};

// A worker that has not begun, and the moments of its first start and of its last end.
const worker = (jobs) => {
  let left = jobs;
  let first = 0;
  let done;
  const all = new Promise((resolve) => (done = resolve));
  const started = new Worker(
    'bench',
    async () => {
      first ||= performance.now();
      return 'ok';
    },
    { connection: new IORedis(url, { maxRetriesPerRequest: null }), prefix, concurrency: CONCURRENCY, autorun: false },
  );
  started.on('completed', () => {
    if (--left === 0) {
      done((performance.now() - first) / 1000);
    }
  });
  return { run: () => started.run(), all, close: () => started.close() };
};

const check = async (jobs) => {
  const counts = await queue.getJobCounts('completed', 'active', 'waiting');
  if (counts.completed < jobs) {
    throw new Error(`${counts.completed} of ${jobs} jobs are completed`);
  }
};

const warmUp = async () => {
  await fill(20_000);
  const warm = worker(20_000);
  warm.run();
  await warm.all;
  await warm.close();
};

// A worker that notes how long orders at light load have waited, until all have come.
const receiver = async () => {
  const waited = [];
  let done;
  const all = new Promise((resolve) => (done = resolve)).then(() => percentiles(waited));
  const light = new Worker(
    'bench',
    async (job) => {
      if (job.data.sent_at > 0 && waited.push(millis() - job.data.sent_at) === LIGHT * n) {
        done();
      }
    },
    { connection: new IORedis(url, { maxRetriesPerRequest: null }), prefix, concurrency: CONCURRENCY },
  );
  await light.waitUntilReady();
  return { all };
};

const send = async () => {
  for (let i = 0; i < 200; i++) {
    await queue.add('order', order(i));
  }
  await sleep(1_000);
  await paced(LIGHT, n, (each) => queue.add('order', each));
};

const memory = async () => Number(/used_memory:(\d+)/.exec(await connection.info('memory'))[1]);

switch (what) {
  case 'enqueue':
    for (let i = 0; i < 500; i++) {
      await queue.add('order', order(i));
    }
    await measured(async () => {
      for (let i = 0; i < n; i++) {
        await queue.add('order', order(i));
      }
    });
    break;
  case 'bulk': {
    await fill(20_000);
    const before = await memory();
    await measured(() => fill(n));
    console.log(`bytes ${((await memory()) - before) / n - JSON.stringify(order(0)).length}`);
    break;
  }
  case 'drain': {
    await warmUp();
    await fill(n);
    const drain = worker(n);
    await measured(async () => {
      drain.run();
      return drain.all;
    });
    await check(n);
    await drain.close();
    break;
  }
  case 'life': {
    await warmUp();
    const life = worker(n);
    await measured(async () => {
      life.run();
      await fill(n);
      await life.all;
    });
    await check(n);
    await life.close();
    break;
  }
  case 'pickup': {
    const light = await receiver();
    await send();
    await light.all;
    break;
  }
  // The two halves of it, each in a process of its own.
  case 'receive': {
    const light = await receiver();
    console.log('ready');
    await light.all;
    break;
  }
  case 'send':
    await send();
    break;
  default:
    throw new Error(`nothing is called ${what}`);
}
process.exit(0);
