using System.Text;
using Thymus.Therapies.Text;

namespace Thymus.Therapies.Tests.Text;

/// <summary>Data files made to take the memory or the time are refused, or read, for little memory; time is not measured, since it depends on what else runs.</summary>
public sealed class HostileYamlTests
{
    /// <summary>Most memory that reading a text may ask for, all together, without the text itself [bytes].</summary>
    private const long MostMemory = 200L << 20;

    public static TheoryData<string> All => [.. Texts.Keys];

    private static Dictionary<string, (string? Code, Func<string> Text)> Texts { get; } = new()
    {
        ["a list that multiplies by aliases"] = ("TH4009", () => "a: &a [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range('b', 9).Select(c => $"{(char)c}: &{(char)c} [{string.Join(", ", Enumerable.Repeat($"*{(char)(c - 1)}", 9))}]\n"))),
        ["an alias of itself"] = ("TH4009", () => "a: &a [*a, *a]"),
        ["merges"] = ("TH4009", () => "a: {<<: {<<: {<<: {b: 1}}}}"),
        ["a million lists in each other"] = ("TH4009", () => Times("[", 1_000_000)),
        ["sections in each other"] = ("TH4009", () => Times("{a: ", 250_000)),
        ["dashes in each other"] = ("TH4009", () => Times("- ", 500_000)),
        ["ever deeper lines"] = ("TH4009", () => string.Concat(Enumerable.Range(0, 1_400).Select(i => new string(' ', i) + "a:\n"))),
        ["questions in each other"] = ("TH4009", () => Times("? ", 500_000)),
        ["a tag without an end"] = ("TH4001", () => "!<" + Times("%41", 300_000)),
        ["text without an end"] = ("TH4001", () => "a: \"" + Times("x\n ", 300_000)),
        ["a key of a million letters"] = ("TH4001", () => Times("x", 1_000_000) + ": 1"),
        ["49,000 times the same key"] = ("TH4004", () => Times("k: 1\n", 49_000)),
        ["250,000 items"] = ("TH4009", () => Times("- 1\n", 250_000)),
        ["330,000 empty lists"] = ("TH4009", () => "[" + Times("[],", 330_000) + "]"),
        ["250,000 documents"] = ("TH4009", () => Times("---\n", 250_000)),
        ["90,000 directives"] = ("TH4009", () => Times("%TAG !a! b\n", 90_000)),
        ["an unknown directive as long as the buffer of the scanner"] = ("TH4009", () => "- a\n%v " + Times("v", (64 * 1024) - 7)),
        ["characters of code 0"] = ("TH4001", () => "a: 1\n" + Times("\0", 1_000_000)),
        ["more than a million characters"] = ("TH4009", () => Times("x", 3_000_000)),
        ["a million lines"] = (null, () => Times("\n", 1_048_576)),
        ["a text of a million letters"] = (null, () => "a: " + Times("x", 1_040_000)),
        ["a text of 260,000 lines"] = (null, () => "a: |\n" + Times("  x\n", 260_000)),
        ["49,000 keys"] = (null, () => string.Concat(Enumerable.Range(0, 49_000).Select(i => $"k{i}: 1\n"))),
    };

    [Theory, MemberData(nameof(All))]
    public void Hostile_YAML_takes_little_memory(string what)
    {
        var (code, make) = Texts[what];
        string text = make();
        long before = GC.GetAllocatedBytesForCurrentThread();

        var read = YamlReader.Read(text, "hostile.yaml");

        long asked = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(code is null, read.Succeeded);
        Assert.True(code is null || read.Findings[0].Rule.Code == code, read.Findings.FirstOrDefault()?.ToString());
        Assert.True(asked < MostMemory, $"{asked >> 20} MiB were asked for");
    }

    [Fact]
    public void Keys_that_nobody_knows_are_told_up_to_a_limit()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["therapy.yaml"], string.Concat(Enumerable.Range(0, 49_000).Select(i => $"k{i}: 1\n")));
        long before = GC.GetAllocatedBytesForCurrentThread();

        var read = TherapyReader.Read(folder.Path, folder.Path);

        Assert.Equal(1001, read.Findings.Length);
        Assert.Equal(("TH4002", "TH1009"), (read.Findings[0].Rule.Code, read.Findings[^1].Rule.Code));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
    }

    [Fact]
    public void Time_to_read_grows_with_the_number_of_keys()
    {
        static TimeSpan Read(int count)
        {
            string text = string.Concat(Enumerable.Range(0, count).Select(i => $"k{i}: 1\n"));
            return Enumerable.Range(0, 3).Min(_ =>   // the best of three, since other work may share the machine
            {
                var clock = System.Diagnostics.Stopwatch.StartNew();
                Assert.True(YamlReader.Read(text, "many.yaml").Succeeded);
                return clock.Elapsed;
            });
        }

        var small = Read(6_000);
        var large = Read(48_000);   // a quadratic reader would need 64 times as long

        Assert.True(large < 30 * small + TimeSpan.FromMilliseconds(200), $"{small} and {large}");
    }

    private static string Times(string part, int count) => new StringBuilder(part.Length * count).Insert(0, part, count).ToString();
}
