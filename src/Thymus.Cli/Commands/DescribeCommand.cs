using System.CommandLine;
using System.Text;
using Thymus.Language.Binding;
using Thymus.Reports.Models;
using Thymus.Simulation;
using Thymus.Units;

namespace Thymus.Cli.Commands;

/// <summary><c>thymus model describe</c>.</summary>
internal static class DescribeCommand
{
    private const double StandardLength = 100;   // of the model's unit of time

    internal static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("model") { Description = "Antimony or SBML file." };
        var until = new Option<string?>("--until", "-u")
        {
            Description = "Length of the course along which the time scales are looked at: --until \"12 weeks\"; without it 100 of the model's unit of time.",
            HelpName = "TIME",
        };
        var latex = new Option<bool>("--latex") { Description = "As a LaTeX document." };
        var html = new Option<bool>("--html") { Description = "As one HTML file that opens offline." };
        var path = new Option<string?>("--out", "-o") { Description = "File to write in place of standard output.", HelpName = "FILE" };
        var json = SharedOptions.Json();
        var command = new Command(
            "describe", "Say what a model is: its equations as a paper prints them, values with units and sources, size, conserved sums, how stiff it is.")
        {
            file, until, latex, html, path, json,
        };
        command.Validators.Add(result =>
        {
            if (new[] { result.GetValue(latex), result.GetValue(html), result.GetValue(json) }.Count(asked => asked) > 1)
            {
                result.AddError("--latex, --html and --json are different forms; ask for one of them");
            }
        });
        command.SetAction((parsed, cancellation) =>
        {
            if (ModelFile.Read(parsed.GetRequiredValue(file)).ValueOf(terminal) is not { } model || Length(parsed.GetValue(until), model, terminal) is not { } length)
            {
                return Task.FromResult(ExitCode.InvalidInput);
            }

            var description = ModelDescriber.Describe(model, length, cancellation);
            var text = new StringWriter(new StringBuilder());
            if (parsed.GetValue(json))
            {
                Terminal.WriteJson(DescriptionJson.Of(description), text);
            }
            else if (parsed.GetValue(html))
            {
                DescriptionHtml.Write(description, text);
            }
            else if (parsed.GetValue(latex))
            {
                text.Write(DescriptionLatex.Of(description));
            }
            else
            {
                foreach (string line in DescriptionText.Lines(description, Terminal.Width))
                {
                    text.WriteLine(line);
                }
            }

            if (parsed.GetValue(path) is { } target)
            {
                File.WriteAllText(target, text.ToString());
                terminal.Result(Path.GetFullPath(target));
            }
            else
            {
                terminal.Result(text.ToString().TrimEnd());
            }

            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static double? Length(string? text, BoundModel model, Terminal terminal)
    {
        if (text is null)
        {
            return StandardLength;
        }

        if (!Quantity.TryParse(text, out var quantity, out string? error))
        {
            terminal.Say($"error: --until {text}: {error}");
            return null;
        }

        if (ModelUnits.Time(model, quantity) is { } length and > 0 and < double.PositiveInfinity)
        {
            return length;
        }

        terminal.Say($"error: --until {text}: a time above 0, in a unit that the model knows; its time is in {ModelUnits.TimeText(model) ?? "a unit that it does not say"}");
        return null;
    }
}
