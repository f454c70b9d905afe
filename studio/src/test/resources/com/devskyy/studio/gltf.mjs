// Khronos' glTF validator: a line for each of its messages, then the number of files.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';

const [packages, ...files] = process.argv.slice(2);
const validator = createRequire(import.meta.url)(`${packages}/gltf-validator`);
for (const file of files) {
  const report = await validator.validateBytes(new Uint8Array(readFileSync(file)));
  for (const { severity, code, message, pointer } of report.issues.messages) {
    console.log(basename(file), ['error', 'warning', 'info', 'hint'][severity], code, message, pointer);
  }
}
console.log(`${files.length} files`);
