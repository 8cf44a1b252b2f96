/** A hole in code, and the one thing that belongs there. */
export interface ProbeHole {
  readonly path: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly answer: string;
}

/** Short, and without doubt for anyone who sees both sides. */
export const probeHoles: readonly ProbeHole[] = [
  {
    path: 'loop.js',
    prefix: 'for (let i = 0; i < items.length; ',
    suffix: ') {\n  console.log(items[i]);\n}\n',
    answer: 'i++',
  },
  {
    path: 'user.py',
    prefix: 'class User:\n    def __init__(self, name, age):\n        self.name = name\n        self.age = ',
    suffix: '\n\n    def __str__(self):\n        return self.name\n',
    answer: 'age',
  },
  {
    path: 'read.py',
    prefix: 'with open(path) as file:\n    text = ',
    suffix: '.read()\n',
    answer: 'file',
  },
  {
    path: 'keys.js',
    prefix: 'for (const key of Object.keys(values)) {\n  console.log(values[',
    suffix: ']);\n}\n',
    answer: 'key',
  },
  {
    path: 'text.ts',
    prefix: "if (typeof value === 'string') {\n  return value;\n} ",
    suffix: ' {\n  return String(value);\n}\n',
    answer: 'else',
  },
  {
    path: 'empty.js',
    prefix: 'function isEmpty(list) {\n  return list.',
    suffix: ' === 0;\n}\n',
    answer: 'length',
  },
];

/** A model that goes on into the line it was shown has filled the hole too: a suggestion is cut there. */
export function isFilled({ suffix, answer }: ProbeHole, written: string): boolean {
  const text = written.trim();
  if (!text.startsWith(answer)) return false;
  const beyond = text.slice(answer.length).trim();
  const [line = ''] = suffix.split('\n');
  return line.trim().startsWith(beyond);
}
