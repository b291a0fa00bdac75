// Bundles the browser assets into one flat folder: node build.mjs OUT_FOLDER MODULES_FOLDER
// Names carry a hash of the content, so that a browser may keep a file for ever.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import zlib from "node:zlib";

const [out, modules] = process.argv.slice(2).map((folder) => path.resolve(folder));
const source = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "src");
const { buildSync } = createRequire(path.join(modules, "package.json"))("esbuild");

const FACES = {
  Regular: "400Regular",
  Bold: "700Bold",
  Italic: "400Regular_Italic",
  BoldItalic: "700Bold_Italic",
};
const SERVED_LICENCES = [
  "htmx.org/LICENSE",
  "@fontsource-variable/inter/LICENSE",
  "@expo-google-fonts/tinos/LICENSE_FONT",
];

mkdirSync(out, { recursive: true });
// Offices keep computers for long: Chrome 109 is the last one for Windows 7.
buildSync({
  entryPoints: ["app.css", "app.js"].map((name) => path.join(source, name)),
  nodePaths: [modules],
  outdir: out,
  bundle: true,
  minify: true,
  target: ["chrome109", "firefox115", "safari16"],
  loader: { ".woff2": "file" },
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  legalComments: "none",
  logLevel: "warning",
});

const licences = SERVED_LICENCES.map(
  (file) => `${path.dirname(file)}\n\n${readFileSync(path.join(modules, file), "utf8")}`,
).join("\n\n");
const hash = createHash("sha256").update(licences).digest("hex").slice(0, 8);
writeFileSync(path.join(out, `licences-${hash}.txt`), licences);

for (const name of readdirSync(out).filter((name) => /\.(css|js|txt)$/.test(name))) {
  const file = path.join(out, name);
  const bytes = readFileSync(file);
  writeFileSync(`${file}.br`, zlib.brotliCompressSync(bytes));
  writeFileSync(`${file}.gz`, zlib.gzipSync(bytes, { level: 9 }));
}

// Not for browsers: the faces of the official papers, and the accessibility checker of the browser tests.
mkdirSync(path.join(out, "papers"), { recursive: true });
for (const [face, folder] of Object.entries(FACES)) {
  const file = path.join(modules, "@expo-google-fonts/tinos", folder, `Tinos_${folder}.ttf`);
  copyFileSync(file, path.join(out, "papers", `Tinos-${face}.ttf`));
}
mkdirSync(path.join(out, "testing"), { recursive: true });
copyFileSync(path.join(modules, "axe-core/axe.min.js"), path.join(out, "testing", "axe.min.js"));
