/**
 * Words that are no identifiers, of the languages that infill is measured in, by VS Code's names; for text that no grammar
 * has read. From the languages' references (ECMAScript 2024, TypeScript 5, Python 3.12, Go 1.22, Java 21, C23, C++23, C# 12,
 * Rust 2021, Ruby 3.3, PHP 8.3). Another language keeps the words that nearly all of these share.
 */
const words = (text: string): readonly string[] => text.split(' ');

const common = words('break case class continue do else false for if import in new null return switch this true while');
const javascript = words(
  'async await break case catch class const continue debugger default delete do else export extends false finally for from function get if import in instanceof let new null of return set static super switch this throw true try typeof undefined var void while with yield',
);
const typescript = [
  ...javascript,
  ...words(
    'abstract any as asserts bigint boolean declare enum implements infer interface is keyof namespace never number object override private protected public readonly satisfies string symbol type unique unknown',
  ),
];
const c = words(
  'auto bool break case char const constexpr continue default do double else enum extern false float for goto if inline int long nullptr register restrict return short signed sizeof static struct switch true typedef typeof union unsigned void volatile while',
);

const keywordsByLanguage: Readonly<Record<string, readonly string[]>> = {
  javascript,
  javascriptreact: javascript,
  typescript,
  typescriptreact: typescript,
  python: words(
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield',
  ),
  go: words(
    'break case chan const continue default defer else fallthrough false for func go goto if import interface map nil package range return select struct switch true type var',
  ),
  java: words(
    'abstract assert boolean break byte case catch char class const continue default do double else enum extends false final finally float for goto if implements import instanceof int interface long native new null package private protected public record return sealed short static strictfp super switch synchronized this throw throws transient true try var void volatile while yield',
  ),
  c,
  cpp: [
    ...c,
    ...words(
      'and catch class concept const_cast consteval constinit co_await co_return co_yield decltype delete dynamic_cast explicit export final friend module mutable namespace new noexcept not operator or override private protected public reinterpret_cast requires static_assert static_cast template this throw try typeid typename using virtual wchar_t',
    ),
  ],
  csharp: words(
    'abstract as async await base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit extern false finally fixed float for foreach get goto if implicit in init int interface internal is lock long namespace new null object operator out override params private protected public readonly record ref return sbyte sealed set short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using var virtual void volatile when where while yield',
  ),
  rust: words(
    'Self as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self static struct super trait true type union unsafe use where while',
  ),
  ruby: words(
    'BEGIN END alias and begin break case class def defined do else elsif end ensure false for if in module next nil not or redo rescue retry return self super then true undef unless until when while yield',
  ),
  php: words(
    'abstract and array as break callable case catch class clone const continue declare default do echo else elseif empty enum extends false final finally fn for foreach function global goto if implements include instanceof insteadof interface isset list match namespace new null or print private protected public readonly require return static switch throw trait true try unset use var while xor yield',
  ),
};

export function keywordsOf(language: string): ReadonlySet<string> {
  const known = sets.get(language);
  if (known !== undefined) return known;
  const made = new Set(keywordsByLanguage[language] ?? common);
  sets.set(language, made);
  return made;
}

const sets = new Map<string, ReadonlySet<string>>();
