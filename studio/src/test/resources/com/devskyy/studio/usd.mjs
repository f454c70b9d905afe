// The USD reader tinyusdz: a line for each mesh, with its counts and the bytes of its textures.
import { readFileSync } from 'node:fs';

// It is built for browsers; all it needs of one is to believe that this is one.
process.type = 'renderer';
globalThis.window = globalThis;

const [packages, ...files] = process.argv.slice(2);
const program = readFileSync(`${packages}/tinyusdz/tinyusdz.js`).toString('base64');
const { default: start } = await import(`data:text/javascript;base64,${program}`);
const tiny = await start({
  wasmBinary: readFileSync(`${packages}/tinyusdz/tinyusdz.wasm`),
  locateFile: name => name,
});
for (const file of files) {
  const usd = new tiny.TinyUSDZLoaderNative();
  if (!usd.loadFromBinary(readFileSync(file), file)) {
    console.log(file, usd.error());
  }
  for (let i = 0; i < usd.numMeshes(); i++) {
    const { absPath, points, faceVertexCounts, faceVertexIndices, materialId } = usd.getMesh(i);
    const triangles = faceVertexCounts.every(count => count === 3) && faceVertexCounts.length;
    const last = points.length / 3 - 1;
    if (faceVertexIndices.length !== 3 * triangles || faceVertexIndices.some(v => v < 0 || v > last)) {
      console.log(file, 'faces name points that are not there');
    }
    console.log(`${absPath} ${last + 1} points ${triangles} triangles textures [${textures(usd, materialId)}]`);
  }
  usd.delete();
}

// Occlusion, roughness and metal share one file.
function textures(usd, material) {
  const bytes = new Map();
  for (const [name, id] of Object.entries(usd.getMaterial(material))) {
    if (name.endsWith('TextureId')) {
      const image = usd.getImage(usd.getTexture(id).textureImageId);
      bytes.set(image.uri, image.data.length);
    }
  }
  return [...bytes.values()].sort((a, b) => a - b).join(', ');
}
