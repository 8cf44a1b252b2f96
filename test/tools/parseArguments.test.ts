import { describe, expect, it } from 'vitest';
import { editFile } from '../../src/tools/editFile.ts';
import { listFiles } from '../../src/tools/listFiles.ts';
import { parseArguments } from '../../src/tools/parseArguments.ts';
import { readFile } from '../../src/tools/readFile.ts';
import { searchText } from '../../src/tools/searchText.ts';
import type { Tool } from '../../src/tools/tool.ts';

type Row = readonly [tool: Tool, given: Record<string, unknown>, outcome: Record<string, unknown> | RegExp];

const rows: readonly Row[] = [
  // A local model gives every value as text.
  [readFile, { path: 'a.ts', start_line: '3', end_line: ' 7 ' }, { path: 'a.ts', start_line: 3, end_line: 7 }],
  [readFile, { path: 'a.ts', start_line: 3 }, { path: 'a.ts', start_line: 3 }],
  [searchText, { query: 'x', is_regex: 'True' }, { query: 'x', is_regex: true }],
  [searchText, { query: 'x', is_regex: 'false' }, { query: 'x', is_regex: false }],
  // Blank means left out, but never for text whose emptiness means something.
  [readFile, { path: 'a.ts', start_line: '', end_line: 'None' }, { path: 'a.ts' }],
  [listFiles, { directory: ' ', glob: null }, {}],
  [
    editFile,
    { file_path: 'a', old_string: '', new_string: ' b\n' },
    { file_path: 'a', old_string: '', new_string: ' b\n' },
  ],
  // Other names.
  [readFile, { file_path: 'a.ts' }, { path: 'a.ts' }],
  [readFile, { filename: ' a.ts\n' }, { path: 'a.ts' }],
  [
    editFile,
    { path: 'a', oldText: 'b', newText: 'c', replaceAll: 'true' },
    { file_path: 'a', old_string: 'b', new_string: 'c', replace_all: true },
  ],
  [listFiles, { path: 'src', pattern: '*.ts' }, { directory: 'src', glob: '*.ts' }],
  [searchText, { pattern: 'x', path: 'src', include: '*.ts' }, { query: 'x', directory: 'src', glob: '*.ts' }],
  [searchText, { query: 'x', pattern: '*.ts' }, { query: 'x', glob: '*.ts' }],
  // Refused, with what is wrong.
  [readFile, {}, /path is missing/],
  [readFile, { path: '  ' }, /path is empty/],
  [readFile, { path: 3 }, /path: expected string/],
  [readFile, { path: 'a', start_line: 'three' }, /start_line: expected number/],
  [readFile, { path: 'a', start_line: '0' }, /start_line: .*>=1/],
  [readFile, { path: 'a', start_line: '1.5' }, /start_line: expected number/],
  [readFile, { path: 'a', lines: '1-3' }, /unknown parameter lines.*It takes: path, start_line, end_line\./],
  [readFile, { path: 'a', file: 'b' }, /unknown parameter file/],
  [readFile, JSON.parse('{"path":"a","__proto__":{"x":1}}') as Record<string, unknown>, /unknown parameter __proto__/],
  [searchText, { query: '' }, /query: is empty/],
  [searchText, { query: 'x', is_regex: 'maybe' }, /is_regex: expected boolean/],
  [editFile, { file_path: 'a', new_string: 'b' }, /old_string is missing \(Exact text to replace/],
  [
    editFile,
    { file_path: 'a', content: 'b' },
    /old_string is missing.*new_string is missing.*unknown parameter content/,
  ],
];

describe('parseArguments', () => {
  it.each(rows)('$name takes %j', (tool, given, outcome) => {
    const parsed = parseArguments(tool, given);
    if (outcome instanceof RegExp) {
      expect(parsed.kind).toBe('invalid');
      expect(parsed.kind === 'invalid' && parsed.problem).toMatch(outcome);
    } else {
      expect(parsed).toEqual({ kind: 'ok', input: outcome });
    }
  });
});
