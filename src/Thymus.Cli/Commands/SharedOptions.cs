using System.CommandLine;
using System.Globalization;
using Thymus.Language.Diagnostics;
using Thymus.Solvers.Lanes;
using Thymus.Store.Runs;
using Thymus.Therapies;

namespace Thymus.Cli.Commands;

/// <summary>Options that several commands have, with one wording.</summary>
internal static class SharedOptions
{
    internal static Option<string?> Library() => new("--library")
    {
        Description = "Folder of therapies. Without it: the variable THYMUS_LIBRARY, else library/ of the checkout.",
        HelpName = "FOLDER",
    };

    internal static Option<bool> Json() => new("--json") { Description = "Print the result as JSON on standard output." };

    internal static Option<int> Threads()
    {
        var option = new Option<int>("--threads", "-t")
        {
            Description = "Threads. Results do not depend on it.",
            HelpName = "N",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        Limit(option, 1, 1024, "--threads needs a whole number from 1 to 1024, such as --threads 2");
        return option;
    }

    internal static Option<string> Lanes() => new Option<string>("--lanes")
    {
        Description = "Patients side by side in one vector: auto, 1, 4 or 8. Results do not depend on it.",
        HelpName = "N",
        DefaultValueFactory = _ => "auto",
    }.AcceptOnlyFromAmong("auto", "1", "4", "8");

    internal static Option<string> Method() => new Option<string>("--method")
    {
        Description = "Method of integration; automatic tries them on the course first and takes the cheapest. By chance, molecule by molecule: ssa, exactly; tau-leap, in leaps.",
        HelpName = "METHOD",
        DefaultValueFactory = _ => "rodas5p",
    }.AcceptOnlyFromAmong([.. SolverMethods.Words.Select(w => w.Word), .. StochasticOptions.Words]);

    /// <summary>Refuses numbers outside a range; what is no number at all is refused by the option itself.</summary>
    internal static void Limit(Option option, double least, double most, string words) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && double.TryParse(token.Value, CultureInfo.InvariantCulture, out double number) && !(number >= least && number <= most))
        {
            result.AddError(words);
        }
    });

    internal static Machine Machine(int threads, string lanes) =>
        new(threads, lanes == "auto" ? Store.Runs.Machine.Default.Width : (LaneWidth)int.Parse(lanes, CultureInfo.InvariantCulture));

    /// <summary>The library, or <see langword="null"/> after saying why there is none.</summary>
    internal static TherapyLibrary? FindLibrary(string? folder, Terminal terminal)
    {
        var library = TherapyLibrary.Find(folder);
        terminal.Print(library.Findings);
        return library.Succeeded ? library.Value : null;
    }

    /// <summary>Prints the findings and gives the value when there is no error among them.</summary>
    internal static T? ValueOf<T>(this Checked<T> read, Terminal terminal) where T : class
    {
        terminal.Print(read.Findings);
        return read.Succeeded ? read.Value : null;
    }
}
