using System.Text;

namespace Thymus.Cli.Tests;

/// <summary>The commands that the documentation shows work as shown.</summary>
public sealed class DocumentationTests
{
    /// <summary>
    /// Every command in a fenced sh block of README.md and docs/ that begins with ./thymus, in order, in one folder. The program is the built
    /// one: the script ./thymus would build it again under the feet of the other tests. ./test is not run, for it runs this test.
    /// </summary>
    [Fact]
    public void Every_shown_command_works()
    {
        using var place = new Workplace();
        string[] files = [Repository.PathOf("README.md"), .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        string[] commands = [.. files.SelectMany(Commands)];

        Assert.True(commands.Length >= 10, string.Join('\n', commands));
        foreach (string command in commands)
        {
            var finished = place.Run(Words(command)[1..]);
            Assert.True(finished.ExitCode == 0, $"{command}: {finished}");
        }
    }

    private static IEnumerable<string> Commands(string file)
    {
        bool inside = false;
        foreach (string line in File.ReadLines(file))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inside = !inside && line.Trim() == "```sh";
            }
            else if (inside && line.StartsWith("./thymus ", StringComparison.Ordinal))
            {
                yield return line;
            }
        }
    }

    /// <summary>Words as a shell splits them, double quotes included.</summary>
    private static string[] Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool quoted = false;
        foreach (char c in line + " ")
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c != ' ' || quoted)
            {
                word.Append(c);
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        return [.. words];
    }
}
