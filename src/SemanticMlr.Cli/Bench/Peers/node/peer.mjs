// A peer of "mlr bench peers": sharp resizes a decoded frame, onnxruntime-node runs the encoder over it.
// Its argument is a JSON file that says what to run. It says "ready VERSIONS" once it is warm, then answers each line with a line of JSON:
// "run MILLISECONDS" with the times of the frames, "global FRAME" with an embedding, "square FRAME" with that of a frame that is resized already. It ends with its input.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';
import * as ort from 'onnxruntime-node';
import sharp from 'sharp';

const setup = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const pictures = (path, length) => {
  const bytes = readFileSync(path);
  return Array.from({ length: setup.count }, (_, index) => bytes.subarray(index * length, (index + 1) * length));
};
const frames = pictures(setup.frames, setup.width * setup.height * 3);
const squares = pictures(setup.squares, setup.size * setup.size * 3);
const raw = { width: setup.width, height: setup.height, channels: 3 };
// sharp's kernels widen when they shrink: cubic comes closest to an average over the area; sharp has none that skips pixels as OpenCV's linear does.
const kernel = setup.interpolation === 'linear' ? 'linear' : 'cubic';

sharp.concurrency(setup.threads);
sharp.cache(false);
const session = await ort.InferenceSession.create(setup.model, {
  executionProviders: ['cpu'],
  graphOptimizationLevel: 'all',
  intraOpNumThreads: setup.threads,
});

async function encode(index) {
  const begin = performance.now();
  const pixels = await sharp(frames[index], { raw })
    .resize(setup.size, setup.size, { fit: 'fill', kernel, fastShrinkOnLoad: false })
    .raw()
    .toBuffer();
  const input = new ort.Tensor('uint8', pixels, [1, setup.size, setup.size, 3]);
  const start = performance.now();
  const results = await session.run({ pixels: input });
  const end = performance.now();
  return { total: performance.now() - begin, session: end - start, global: results.global.data };
}

async function run(milliseconds) {
  await encode(0);
  const times = { total: [], session: [] };
  const begin = performance.now();
  while (times.total.length < 3 || performance.now() - begin < milliseconds) {
    const { total, session: inside } = await encode(times.total.length % frames.length);
    times.total.push(total);
    times.session.push(inside);
  }
  return times;
}

for (let warm = 0; warm < 3; warm++) {
  await encode(0);
}
const version = createRequire(import.meta.url);
console.log(`ready onnxruntime-node ${version('onnxruntime-node/package.json').version}, sharp ${sharp.versions.sharp}, node ${process.versions.node}`);
for await (const line of createInterface({ input: process.stdin })) {
  const [verb, number] = line.split(' ');
  const answers = {
    run: async () => run(Number(number)),
    global: async () => Array.from((await encode(Number(number))).global),
    square: async () => {
      const pixels = new ort.Tensor('uint8', squares[Number(number)], [1, setup.size, setup.size, 3]);
      return Array.from((await session.run({ pixels })).global.data);
    },
  };
  console.log(JSON.stringify(await answers[verb]()));
}
