import { type GitPattern, gitPattern } from './gitPattern.ts';

/** What .gitattributes says of whole files to those that count code; see gitattributes(5) and GitHub's Linguist. */
const notions = ['linguist-generated', 'linguist-vendored', 'linguist-documentation'] as const;
type Notion = (typeof notions)[number];

interface AttributeRule {
  readonly matches: GitPattern;
  readonly notion: Notion;
  readonly isSet: boolean;
}

/** Asks the .gitattributes files of a repository whether a file is one that people do not write. */
export interface AttributeRules {
  /** Files deeper down have the last word. `path` of the file, its text. */
  add(path: string, text: string): void;
  /** The first notion that holds. */
  notionOf(path: string): Notion | undefined;
}

export function collectAttributeRules(): AttributeRules {
  const byFolder = new Map<string, AttributeRule[]>();
  return {
    add(path, text) {
      const rules = parseRules(text);
      if (rules.length > 0) byFolder.set(path.slice(0, path.lastIndexOf('/') + 1), rules);
    },
    notionOf(path) {
      if (byFolder.size === 0) return undefined;
      return notions.find((notion) => {
        for (const folder of foldersOf(path)) {
          const rule = byFolder
            .get(folder)
            ?.findLast((one) => one.notion === notion && one.matches(path.slice(folder.length), false));
          if (rule !== undefined) return rule.isSet;
        }
        return false;
      });
    },
  };
}

/** `a/b/`, `a/`, and the empty one of the repository itself. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
    folders.push(path.slice(0, end + 1));
  return [...folders, ''];
}

function parseRules(text: string): AttributeRule[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [pattern = '', ...attributes] = line.trim().split(/\s+/);
    if (pattern === '' || pattern.startsWith('#') || pattern.startsWith('[attr]')) return [];
    return attributes.flatMap((attribute) => {
      const [, minus, name, value] = /^([-!]?)([\w-]+)(?:=(.*))?$/.exec(attribute) ?? [];
      const notion = notions.find((one) => one === name);
      if (notion === undefined) return [];
      const isSet = minus === '' && (value === undefined || value === 'true');
      return [{ matches: gitPattern(pattern), notion, isSet }];
    });
  });
}
