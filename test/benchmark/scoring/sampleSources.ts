/** A little code in the languages that this project is not written in, with what makes each hard to parse. */
export const sampleSources: Readonly<Record<string, readonly string[]>> = {
  python: [
    `"""Counts words."""
import re
from collections import Counter as Tally


class Words:
    pattern = re.compile(r'\\w+')

    def __init__(self, text: str, *, lower=True):
        self.text = text.lower() if lower else text

    @property
    def counts(self):
        found = Tally()
        for line in self.text.splitlines():
            if not line.strip():
                continue
            try:
                found.update(word for word in self.pattern.findall(line) if len(word) > 2)
            except (ValueError, TypeError) as error:
                raise RuntimeError(f'line {line!r}: {error}') from error
        return found


def main(paths):
    total = {path: Words(open(path).read()).counts for path in paths}
    for path, counts in sorted(total.items(), key=lambda item: -len(item[1])):
        print(f"""{path}
    {sum(counts.values()):>5}""")


if __name__ == '__main__':
    main(['a.txt'])
`,
  ],
  go: [
    `package count

import (
	"bufio"
	"fmt"
	"strings"
)

// Tally keeps how often each word came.
type Tally struct {
	words map[string]int
	limit int
}

func (t *Tally) Add(reader *bufio.Reader) (err error) {
	scanner := bufio.NewScanner(reader)
	for scanner.Scan() {
		for _, word := range strings.Fields(scanner.Text()) {
			if len(word) > t.limit {
				return fmt.Errorf("too long: %q", word)
			}
			t.words[strings.ToLower(word)]++
		}
	}
	go func() { defer close(make(chan int)) }()
	switch n := len(t.words); {
	case n == 0:
		return nil
	default:
		return scanner.Err()
	}
}
`,
  ],
  java: [
    `package count;

import java.util.*;

public final class Tally<T extends Comparable<T>> {
  private final Map<T, Integer> counts = new TreeMap<>();

  public Tally(List<? extends T> items) {
    for (T item : items) counts.merge(item, 1, Integer::sum);
  }

  /** The most frequent ones. */
  public List<T> top(int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("limit " + limit);
    }
    return counts.entrySet().stream()
        .sorted((a, b) -> b.getValue() - a.getValue())
        .limit(limit)
        .map(entry -> entry.getKey())
        .toList();
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    counts.forEach((item, count) -> text.append(item).append(' ').append(count > 1 ? "x" + count : "").append('\\n'));
    return text.toString();
  }
}
`,
  ],
  rust: [
    `use std::collections::HashMap;

/// How often each word came.
#[derive(Debug, Default)]
pub struct Tally<'a> {
    counts: HashMap<&'a str, usize>,
}

impl<'a> Tally<'a> {
    pub fn add(&mut self, text: &'a str) -> Result<usize, String> {
        for word in text.split_whitespace().filter(|word| word.len() > 2) {
            *self.counts.entry(word).or_insert(0) += 1;
        }
        match self.counts.len() {
            0 => Err(format!("no words in {text:?}")),
            n if n > 1_000 => Err(String::from("too many")),
            n => Ok(n),
        }
    }
}

fn main() {
    let mut tally = Tally::default();
    let text = r#"one "two" three"#;
    if let Ok(n) = tally.add(text) {
        println!("{n} of {:?}", tally);
    }
}
`,
  ],
  cpp: [
    `#include <map>
#include <string>
#include <vector>

namespace count {

template <typename T, int Limit = 4>
class Tally {
 public:
  explicit Tally(const std::vector<T>& items) {
    for (const auto& item : items) {
      if (++counts_[item] > Limit) throw std::runtime_error("too many");
    }
  }

  int operator[](const T& item) const {
    auto found = counts_.find(item);
    return found == counts_.end() ? 0 : found->second;
  }

 private:
  std::map<T, int> counts_{};
};

#ifdef COUNT_MAIN
int main(int argc, char** argv) {
  Tally<std::string> tally({argv, argv + argc});
  return [&tally](int start) { return start + tally["x"]; }(1 << 2);
}
#endif

}  // namespace count
`,
  ],
  php: [
    `<?php
namespace Count;

final class Tally
{
    private array $counts = [];

    public function __construct(private readonly int $limit = 10) {}

    public function add(string ...$words): static
    {
        foreach ($words as $word) {
            $this->counts[$word] = ($this->counts[$word] ?? 0) + 1;
        }
        return $this;
    }

    public function text(): string
    {
        $lines = array_map(fn($word, $count) => "{$word}: $count", array_keys($this->counts), $this->counts);
        if (count($lines) > $this->limit) {
            throw new \\RuntimeException('too many');
        }
        return implode("\\n", $lines);
    }
}
?>
<p><?= (new Tally())->add('a', 'b')->text() ?></p>
`,
  ],
  csharp: [
    `using System;
using System.Collections.Generic;
using System.Linq;

namespace Count;

public sealed class Tally<T> where T : notnull
{
    private readonly Dictionary<T, int> counts = new();

    public int this[T item] => counts.TryGetValue(item, out var count) ? count : 0;

    public void Add(IEnumerable<T> items)
    {
        foreach (var item in items)
        {
            if (item is null) throw new ArgumentNullException(nameof(items));
            counts[item] = this[item] + 1;
        }
    }

    public string Text(int limit = 3) =>
        string.Join("\\n", counts.OrderByDescending(pair => pair.Value).Take(limit).Select(pair => $"{pair.Key}: {pair.Value}"));
}
`,
  ],
};
