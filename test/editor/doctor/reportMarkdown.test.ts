import { describe, expect, it } from 'vitest';
import { type DoctorRow, note, problem, unchecked, works } from '../../../src/editor/doctor/doctorReport.ts';
import { reportMarkdown } from '../../../src/editor/doctor/reportMarkdown.ts';

function markdown(rows: readonly DoctorRow[], { homeFolder = '/home/ada', isCut = false } = {}): string {
  return reportMarkdown({ report: { sections: [{ title: 'Model', rows }], isCut }, madeAt: 'today', homeFolder });
}

describe('a report', () => {
  it('says first that nothing is wrong, and gives each row its sign and word', () => {
    const text = markdown([works('File', 'a.gguf'), note('Chat', 'none'), unchecked('GPU', 'gave no answer')]);
    expect(text).toMatch(/^# Parity: Doctor\n\n\*\*No problem was found\.\*\* Made today\.\n\n## Model\n/);
    expect(text).toContain('- ✓ OK · **File**: a.gguf');
    expect(text).toContain('- ℹ Note · **Chat**: none');
    expect(text).toContain('- ? Not checked · **GPU**: gave no answer');
  });

  it('repeats the problems at the top, each with what to do', () => {
    const text = markdown([works('File', 'a'), problem('Header', 'is cut off', { text: 'Download it again.' })]);
    expect(text.split('## Model')[0]).toBe(
      '# Parity: Doctor\n\n**1 problem was found.** Made today.\n\n## To do\n\n' +
        '- ✗ Problem · **Header**: is cut off\n  - What to do: Download it again.\n\n',
    );
  });

  it('tells a problem once that two checks came upon', () => {
    const broken = problem('Model file', 'is cut off', { text: 'Download it again.' });
    expect(markdown([broken, { ...broken, label: 'Engine' }])).toContain('1 problem was found.');
  });

  it('says that it was stopped', () => {
    expect(markdown([], { isCut: true })).toContain('not everything was checked');
  });
});

describe('foreign words', () => {
  it.each([
    ['[click](command:evil) <img src=x>', String.raw`\[click\](command:evil) \<img src=x>`],
    ['**bold** `code` a|b &amp;', String.raw`\*\*bold\*\* \`code\` a\|b \&amp;`],
    ['one\ntwo\u202Ethree', 'one two three'],
    ['my_model_Q4_K_M.gguf', 'my_model_Q4_K_M.gguf'],
    ['_emphasis_', String.raw`\_emphasis\_`],
    [String.raw`C:\models\_x.gguf`, String.raw`C:\models\\\_x.gguf`],
  ])('are shown as text: %j', (foreign, shown) => {
    expect(markdown([works('A', foreign)])).toContain(`- ✓ OK · **A**: ${shown}\n`);
  });
});

describe('the home folder', () => {
  it.each([
    ['/home/ada/models/a.gguf', '/home/ada', '~/models/a.gguf'],
    ['No file at /home/ada, or (/home/ada/x)', '/home/ada', 'No file at ~, or (~/x)'],
    ['/home/adam/a.gguf', '/home/ada', '/home/adam/a.gguf'],
    ['/mnt/home/ada/a.gguf', '/home/ada', '/mnt/home/ada/a.gguf'],
    [String.raw`c:\users\Ada\a.gguf`, String.raw`C:\Users\ada`, String.raw`~\a.gguf`],
    ['/models/a.gguf', '/', '/models/a.gguf'],
  ])('is shortened in %s', (path, homeFolder, shown) => {
    expect(markdown([works('A', path)], { homeFolder })).toContain(`**A**: ${shown}\n`);
  });
});
