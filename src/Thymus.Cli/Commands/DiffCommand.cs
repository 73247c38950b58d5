using System.CommandLine;
using Thymus.Reports.Models;

namespace Thymus.Cli.Commands;

/// <summary><c>thymus model diff</c>.</summary>
internal static class DiffCommand
{
    internal static Command Create(Terminal terminal)
    {
        var first = new Argument<string>("first") { Description = "Antimony or SBML file." };
        var second = new Argument<string>("second") { Description = "Antimony or SBML file; the two may be in different languages." };
        var json = SharedOptions.Json();
        var command = new Command("diff", "Compare two models by what they mean, name by name: values, units, rules, reactions, events. Exit code 4 when they differ.") { first, second, json };
        command.SetAction(parsed =>
        {
            var (one, other) = (ModelFile.Read(parsed.GetRequiredValue(first)), ModelFile.Read(parsed.GetRequiredValue(second)));
            foreach (var read in new[] { one, other }.Where(r => !r.Succeeded))
            {
                terminal.Print(read.Findings);
            }

            if (!one.Succeeded || !other.Succeeded)
            {
                return ExitCode.InvalidInput;
            }

            var differences = ModelDiff.Compare(one.Value, other.Value);
            if (parsed.GetValue(json))
            {
                terminal.ResultJson(new { same = differences.IsEmpty, differences });
            }
            else if (differences.IsEmpty)
            {
                terminal.Result("the models mean the same");
            }
            else
            {
                foreach (var difference in differences)
                {
                    terminal.Result(Line(difference));
                }
            }

            return differences.IsEmpty ? ExitCode.Success : ExitCode.CheckFailed;
        });
        return command;
    }

    private static string Line(ModelDifference difference)
    {
        string name = difference.Name.Length > 0 ? $"{difference.What} {difference.Name}" : difference.What;
        return difference.First is null ? $"+ {name}: {difference.Second}"
            : difference.Second is null ? $"- {name}: {difference.First}"
            : $"~ {name}: {difference.Field}: {difference.First} -> {difference.Second}";
    }
}
