// Bundles noVNC into one module, so that a console opens with one request for it; package.json calls this.
//
// One line of noVNC is changed. It decodes a film's picture to find out whether the browser knows H.264, and its whole module
// waits for that; here the module does not, and a console that opens before the answer does without H.264, as QEMU does anyhow.
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

const SOURCE = 'node_modules/@novnc/novnc';
const WAITS = 'supportsWebCodecsH264Decode = await _checkWebCodecsH264DecodeSupport();';
const GOES_ON = '_checkWebCodecsH264DecodeSupport().then((does) => { supportsWebCodecsH264Decode = does; }, () => {});';

const { version } = JSON.parse(await readFile(`${SOURCE}/package.json`, 'utf8'));

const waitsForNothing = {
  name: 'waits for nothing',
  setup({ onLoad }) {
    onLoad({ filter: /core\/util\/browser\.js$/ }, async ({ path }) => {
      const program = await readFile(path, 'utf8');
      if (!program.includes(WAITS)) throw new Error(`noVNC ${version} has no line "${WAITS}" any more`);
      return { contents: program.replace(WAITS, GOES_ON) };
    });
  },
};

await build({
  entryPoints: [`${SOURCE}/core/rfb.js`],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  outfile: 'target/webapp-bundle/novnc-rfb.js',
  logLevel: 'warning',
  plugins: [waitsForNothing],
  banner: {
    js: `/*! noVNC ${version}, (c) The noVNC authors, MPL-2.0, source: https://github.com/novnc/noVNC/tree/v${version}, changed as Porthole's bin/lib/bundle-novnc.mjs says; with pako, MIT; see novnc-LICENSE.txt */`,
  },
});
