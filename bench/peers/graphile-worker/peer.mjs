// node peer.mjs URL SCHEMA enqueue|bulk|drain|life|pickup|receive|send N
// Graphile Worker with its local queue and its batched completion, the fastest it has. It deletes a job when it is done.
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import { measured, millis, order, paced, percentiles, sleep } from './order.mjs';

const AT_ONCE = 500;
const LIGHT = 100;
const CONCURRENCY = 24;
const [url, schema, what, count] = process.argv.slice(2);
const n = Number(count);
const logger = new Logger(() => () => {});
const admin = new pg.Client(url);
await admin.connect();
const utils = await makeWorkerUtils({ connectionString: url, schema, logger });
await utils.migrate();

const fill = async (jobs) => {
  for (let i = 0; i < jobs; i += AT_ONCE) {
    const size = Math.min(AT_ONCE, jobs - i);
    await utils.addJobs(Array.from({ length: size }, (_, k) => ({ identifier: 'order', payload: order(i + k) })));
  }
};

const left = async () => Number((await admin.query(`SELECT count(*) c FROM ${schema}._private_jobs`)).rows[0].c);

const start = (handler, batched) =>
  run({
    preset: {
      worker: {
        connectionString: url,
        schema,
        concurrentJobs: CONCURRENCY,
        pollInterval: 500,
        maxPoolSize: 12,
        logger,
        ...(batched && { localQueue: { size: AT_ONCE }, completeJobBatchDelay: 0, failJobBatchDelay: 0 }),
      },
    },
    logger,
    noHandleSignals: true,
    taskList: { order: handler },
  });

// Works until that many are done and gone; the clock begins with the first.
const work = async (jobs, before = async () => {}) => {
  let done = 0;
  let first = 0;
  const runner = await start(async () => {
    first ||= performance.now();
    done++;
  }, true);
  await before();
  while (done < jobs || (await left()) > 0) {
    await sleep(5);
  }
  const seconds = (performance.now() - first) / 1000;
  await runner.stop();
  return seconds;
};

// A worker that notes how long orders at light load have waited, until all have come.
const receiver = async () => {
  const waited = [];
  let done;
  const all = new Promise((resolve) => (done = resolve)).then(() => percentiles(waited));
  await start(async (payload) => {
    if (payload.sent_at > 0 && waited.push(millis() - payload.sent_at) === LIGHT * n) {
      done();
    }
  }, false);
  return { all };
};

const send = async () => {
  for (let i = 0; i < 200; i++) {
    await utils.addJob('order', order(i));
  }
  await sleep(1_500);
  await paced(LIGHT, n, (each) => utils.addJob('order', each));
};

const size = async () =>
  Number(
    (
      await admin.query(
        `SELECT sum(pg_total_relation_size(c.oid)) s FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = '${schema}' AND c.relkind = 'r'`,
      )
    ).rows[0].s,
  );

switch (what) {
  case 'enqueue':
    for (let i = 0; i < 300; i++) {
      await utils.addJob('order', order(i));
    }
    await measured(async () => {
      for (let i = 0; i < n; i++) {
        await utils.addJob('order', order(i));
      }
    });
    break;
  case 'bulk': {
    await fill(20_000);
    const before = await size();
    await measured(() => fill(n));
    console.log(`bytes ${((await size()) - before) / n - JSON.stringify(order(0)).length}`);
    break;
  }
  case 'drain':
    await fill(20_000);
    await work(20_000);
    await fill(n);
    await admin.query('ANALYZE');
    await measured(() => work(n));
    break;
  case 'life':
    await fill(20_000);
    await work(20_000);
    await measured(async () => {
      const began = performance.now();
      await work(n, () => fill(n));
      return (performance.now() - began) / 1000;
    });
    break;
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
