/** Languages that tasks are made in, by their ids in VS Code, and the little that mining knows of each without a grammar. */
export interface SourceLanguage {
  readonly id: string;
  /** A line that is only a comment begins with one of these. */
  readonly commentStarts: readonly string[];
  /** A line that only names what is used from elsewhere. */
  readonly importLine: RegExp;
}

const slashes = ['//', '/*', '*', '*/'];
const hash = ['#'];
const never = /^(?!)/;
const scriptImport =
  /^\s*(?:import\b(?!\s*\()|export\b.*\bfrom\s*['"]|}\s*from\s*['"]|(?:const|let|var)\s+.*=\s*require\()/;

const table: readonly (readonly [
  id: string,
  extensions: string,
  commentStarts: readonly string[],
  importLine: RegExp,
])[] = [
  ['typescript', 'ts mts cts', slashes, scriptImport],
  ['typescriptreact', 'tsx', slashes, scriptImport],
  ['javascript', 'js mjs cjs', slashes, scriptImport],
  ['javascriptreact', 'jsx', slashes, scriptImport],
  ['vue', 'vue', [...slashes, '<!--'], scriptImport],
  ['svelte', 'svelte', [...slashes, '<!--'], scriptImport],
  ['python', 'py pyi', [...hash, '"""', "'''"], /^\s*(?:import|from)\s/],
  ['go', 'go', slashes, /^\s*(?:import\b|package\b|"[\w./-]+"$)/],
  ['rust', 'rs', slashes, /^\s*(?:pub\s+)?(?:use|extern crate|mod)\s[^{]*;?$/],
  ['java', 'java', slashes, /^\s*(?:import|package)\s/],
  ['kotlin', 'kt kts', slashes, /^\s*(?:import|package)\s/],
  ['scala', 'scala sc', slashes, /^\s*(?:import|package)\s/],
  ['groovy', 'groovy', slashes, /^\s*(?:import|package)\s/],
  ['csharp', 'cs', slashes, /^\s*(?:global\s+)?using\s[\w.=\s]+;$/],
  ['fsharp', 'fs', ['//', '(*'], /^\s*(?:open|module|namespace)\s/],
  ['c', 'c h', slashes, /^\s*#\s*(?:include|pragma)\b/],
  ['cpp', 'cc cpp cxx hh hpp hxx', slashes, /^\s*(?:#\s*(?:include|pragma)\b|using\s)/],
  ['objective-c', 'm', slashes, /^\s*(?:#\s*(?:include|import)\b|@import\s)/],
  ['swift', 'swift', slashes, /^\s*(?:@\w+\s+)*import\s/],
  ['dart', 'dart', slashes, /^\s*(?:import|export|part|library)\s/],
  ['php', 'php', [...slashes, ...hash], /^\s*(?:use|namespace|require|include)(?:_once)?\b/],
  ['ruby', 'rb', hash, /^\s*(?:require|require_relative|load|include)\b/],
  ['perl', 'pl pm', hash, /^\s*(?:use|require|package)\s/],
  ['lua', 'lua', ['--'], /^\s*(?:local\s+\w+\s*=\s*)?require\b/],
  ['elixir', 'ex exs', hash, /^\s*(?:alias|import|require|use)\s/],
  ['erlang', 'erl hrl', ['%'], /^\s*-(?:include|include_lib|module|export|import)\b/],
  ['haskell', 'hs', ['--', '{-'], /^\s*(?:import|module)\s/],
  ['ocaml', 'ml mli', ['(*'], /^\s*open\s/],
  ['clojure', 'clj cljs cljc', [';'], /^\s*\(?(?:ns|:require|:import)\b/],
  ['julia', 'jl', hash, /^\s*(?:using|import|include)\b/],
  ['r', 'r', hash, /^\s*(?:library|require|source)\(/],
  ['zig', 'zig', ['//'], /^\s*(?:pub\s+)?const\s+\w+\s*=\s*@import\(/],
  ['shellscript', 'sh bash zsh', hash, /^\s*(?:source|\.)\s/],
  ['powershell', 'ps1 psm1', ['#', '<#'], /^\s*(?:Import-Module|using)\s/i],
  ['sql', 'sql', ['--', '/*'], never],
];

const byExtension: ReadonlyMap<string, SourceLanguage> = new Map(
  table.flatMap(([id, extensions, commentStarts, importLine]) =>
    extensions.split(' ').map((extension) => [extension, { id, commentStarts, importLine }]),
  ),
);

/** `undefined`: no code that tasks are made in. Letter case does not matter. */
export function sourceLanguage(path: string): SourceLanguage | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? undefined : byExtension.get(name.slice(dot + 1).toLowerCase());
}
