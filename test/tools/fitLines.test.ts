import { describe, expect, it } from 'vitest';
import { fitLines } from '../../src/tools/fitLines.ts';

/** `→` is a tab. */
function lines(text: string): string[] {
  return text.replaceAll('→', '\t').split('\n');
}

describe('fitLines', () => {
  it.each([
    ['a line the model kept is the file’s', 'a  =  1;\nb', 'a = 1;\nb', 'a = 1;\nc', 'a  =  1;\nc'],
    [
      'missing indentation is added',
      '    if (a) {\n      b();\n    }',
      'if (a) {\n  b();\n}',
      'if (a) {\n  c();\n}',
      '    if (a) {\n      c();\n    }',
    ],
    ['too much indentation is taken away', 'a\n  b', '    a\n      b', '    a\n      c\n    d', 'a\n  c\nd'],
    [
      'only the first line lost its indentation',
      '  a {\n    b\n  }',
      'a {\n    b\n  }',
      'a {\n    c\n  }',
      '  a {\n    c\n  }',
    ],
    [
      'spaces become tabs',
      '→a {\n→→b\n→}',
      '  a {\n    b\n  }',
      '  a {\n    b\n    if {\n      c\n    }\n  }',
      '→a {\n→→b\n→→if {\n→→→c\n→→}\n→}',
    ],
    [
      'tabs become spaces',
      'a {\n    b\n}',
      'a {\n→b\n}',
      'a {\n→if {\n→→c\n→}\n}',
      'a {\n    if {\n        c\n    }\n}',
    ],
    ['two spaces become four', 'a\n    b', 'a\n  b', 'a\n  if\n    c', 'a\n    if\n        c'],
    ['a step of tabs is learned from one deep line', '→→a', '    a', '    a\n      b', '→→a\n→→→b'],
    ['less indentation than any known line', '      a', '    a', '  b\n    a', '    b\n      a'],
    ['blank lines stay blank', '  a', 'a', 'a\n\nb', '  a\n\n  b'],
    ['everything may go', '  a', 'a', '', ''],
  ])('%s', (_, file, old, wanted, expected) => {
    expect(fitLines(lines(file), lines(old), lines(wanted))).toEqual(lines(expected));
  });
});
