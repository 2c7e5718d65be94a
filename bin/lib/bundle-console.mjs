// Bundles the console page's modules into one for each language, with the words in it that they show; package.json calls this. So the browser keeps the words with the
// program, and the page itself, which no browser keeps, is half as long.
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

const LANGUAGES = { en: 'messages', 'zh-CN': 'messages_zh_CN' };
const { ends, refusals, states, words } = JSON.parse(await readFile('bin/lib/console-words.json', 'utf8'));

for (const [language, bundle] of Object.entries(LANGUAGES)) {
  const texts = parsed(await readFile(`src/main/resources/${bundle}.properties`, 'utf8'));
  await build({
    entryPoints: ['webapp/static/console.js'],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    external: ['./novnc-rfb.js', './console-socket.js'],
    outfile: `target/webapp-bundle/console-bundle-${language}.js`,
    logLevel: 'warning',
    plugins: [wordsOf((key) => texts.get(key) ?? fail(`${bundle} has no text ${key}`))],
  });
}

/** The module `words-of-the-console`. */
function wordsOf(text) {
  const told = (names, broke, mends) => names.map((name) => [name, { broke: text(broke(name)), mends: text(mends(name)) }]);
  const contents = JSON.stringify({
    ends: Object.fromEntries([
      ...told(ends, (code) => `console.end.${code}`, (code) => `console.end.${code}.words`),
      ...told(refusals, (refusal) => `refusal.${refusal}.title`, (refusal) => `refusal.${refusal}.words`),
    ]),
    words: Object.fromEntries([...states.map((state) => [`state.${state}`, text(`state.${state}`)]), ...words.map((word) => [word, text(`console.${word}`)])]),
  });
  return {
    name: 'words of the console',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^words-of-the-console$/ }, ({ path }) => ({ path, namespace: 'words' }));
      onLoad({ filter: /.*/, namespace: 'words' }, () => ({ contents, loader: 'json' }));
    },
  };
}

/** Each text in a line of its own, without escapes, as MessagesTest holds them to. */
function parsed(properties) {
  const lines = properties.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trimStart()]));
}

function fail(why) {
  throw new Error(why);
}
