using System.Text;
using System.Text.RegularExpressions;

namespace Thymus.Fuzz;

/// <summary>Makes a new input from known ones: bytes, words, numbers and lines changed, repeated, left out or taken from another.</summary>
internal sealed partial class Mutator(Random random, IReadOnlyList<string> words)
{
    /// <summary>Longest input [bytes].</summary>
    public const int Longest = 1 << 16;

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "2", "0.5", "1e308", "1e309", "-1e309", "5e-324", "1e-400", "4294967296", "99999999999999999999", "1.5.2", "1e", ".", "NaN", "inf", "0x10",
    ];

    private static readonly string[] Odd = ["\0", "\uFEFF", "\r", "\n", "\t", "\\", "\"", "'", "<", ">", "&", "{", "}", "#", "//", "/*", "*/", "\u2028", "é", "😀"];

    public byte[] Change(byte[] input, byte[] other)
    {
        byte[] changed = input;
        for (int n = 1 << random.Next(5); n > 0; n--)
        {
            changed = ChangeOnce(changed, other);
        }

        return changed.Length <= Longest ? changed : changed[..Longest];
    }

    private byte[] ChangeOnce(byte[] input, byte[] other)
    {
        int start = random.Next(input.Length + 1);
        int end = Math.Min(input.Length, start + Length());
        return random.Next(12) switch
        {
            0 => Replace(input, start, Math.Min(input.Length, start + 1), [(byte)random.Next(256)]),
            1 => Replace(input, start, end, []),
            2 => Replace(input, start, start, input[start..end]),
            3 => Replace(input, random.Next(input.Length + 1), -1, input[start..end]),
            4 => Replace(input, start, start, Repeated(input[start..end])),
            5 or 6 => Replace(input, start, random.Next(2) == 0 ? start : end, Word()),
            7 => ReplaceNumber(input),
            8 => ReplaceLine(input, other),
            9 => Splice(input, other, start),
            10 => Replace(input, start, start, Encoding.UTF8.GetBytes(Odd[random.Next(Odd.Length)])),
            _ => SwapWords(input),
        };
    }

    private int Length() => 1 + random.Next(1 << random.Next(10));

    private byte[] Word() => words.Count == 0 ? [] : Encoding.UTF8.GetBytes(words[random.Next(words.Count)]);

    // Deep nesting and long lists come from this.
    private byte[] Repeated(byte[] part)
    {
        int times = part.Length == 0 ? 0 : Math.Min(1 << random.Next(12), Longest / part.Length);
        var all = new byte[times * part.Length];
        for (int i = 0; i < times; i++)
        {
            part.CopyTo(all, i * part.Length);
        }

        return all;
    }

    private byte[] ReplaceNumber(byte[] input)
    {
        var numbers = Number().Matches(Encoding.Latin1.GetString(input));
        if (numbers.Count == 0)
        {
            return input;
        }

        var number = numbers[random.Next(numbers.Count)];
        return Replace(input, number.Index, number.Index + number.Length, Encoding.ASCII.GetBytes(Numbers[random.Next(Numbers.Length)]));
    }

    private byte[] SwapWords(byte[] input)
    {
        var found = AnyWord().Matches(Encoding.Latin1.GetString(input));
        if (found.Count < 2)
        {
            return input;
        }

        var from = found[random.Next(found.Count)];
        var to = found[random.Next(found.Count)];
        return Replace(input, to.Index, to.Index + to.Length, input[from.Index..(from.Index + from.Length)]);
    }

    private byte[] ReplaceLine(byte[] input, byte[] other)
    {
        var (from, to) = Line(input);
        var (otherFrom, otherTo) = Line(other);
        return Replace(input, from, random.Next(2) == 0 ? from : to, other[otherFrom..otherTo]);
    }

    private (int Start, int End) Line(byte[] text)
    {
        int at = random.Next(text.Length + 1);
        int start = Array.LastIndexOf(text, (byte)'\n', Math.Max(0, at - 1), Math.Max(0, at)) + 1;
        int end = Array.IndexOf(text, (byte)'\n', Math.Min(at, text.Length));
        return (Math.Min(start, at), end < 0 ? text.Length : end + 1);
    }

    private byte[] Splice(byte[] input, byte[] other, int start) => [.. input[..start], .. other[random.Next(other.Length + 1)..]];

    // Replaces from start up to end; −1 stands for start.
    private static byte[] Replace(byte[] input, int start, int end, byte[] part) => [.. input[..start], .. part, .. input[Math.Max(start, end)..]];

    [GeneratedRegex(@"[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?")]
    private static partial Regex Number();

    [GeneratedRegex("[A-Za-z_][A-Za-z_0-9]*")]
    private static partial Regex AnyWord();
}
