using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using Thymus.Language.Diagnostics;
using Thymus.Language.Text;

namespace Thymus.Cli;

/// <summary>Where things are said: results on standard output, everything for eyes on standard error.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error)
{
    private const int LongestSource = 4 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lazy<IAnsiConsole> _eyes = new(() => CreateConsole(error));

    /// <summary>Standard error, for tables and progress.</summary>
    internal IAnsiConsole Eyes => _eyes.Value;

    /// <summary>Whether a person is likely to watch standard error.</summary>
    internal static bool IsWatched => !Console.IsErrorRedirected;

    /// <summary>Whether colours may be used on standard output: a window, and no wish against it (no-color.org).</summary>
    internal static bool HasColours => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Writes a line of the result.</summary>
    internal void Result(string line) => output.WriteLine(line);

    /// <summary>Writes a text that is the result, as it is.</summary>
    internal void ResultText(string text) => output.Write(text);

    /// <summary>Writes the result as JSON.</summary>
    internal void ResultJson(object value) => output.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>Writes JSON elsewhere than to the result.</summary>
    internal static void WriteJson(object value, TextWriter target) => target.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>Columns of the window of standard output; those of a page where it is none.</summary>
    internal static int Width
    {
        get
        {
            const int Page = 110, Least = 40;
            bool isSet = int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out int columns);
            return Math.Max(Least, isSet ? columns : Console.IsOutputRedirected ? Page : Console.WindowWidth);
        }
    }

    /// <summary>Writes a line for eyes.</summary>
    internal void Say(string line) => error.WriteLine(line);

    /// <summary>Prints findings with the line they are about.</summary>
    internal void Print(IReadOnlyCollection<Diagnostic> findings)
    {
        if (findings.Count > 0)
        {
            error.Write(DiagnosticPrinter.Print(findings, file => SourceFile.Read(file, LongestSource, out _)));
        }
    }

    private static IAnsiConsole CreateConsole(TextWriter error)
    {
        const int LogWidth = 130;   // a log file does not wrap
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        if (!IsWatched)
        {
            console.Profile.Width = LogWidth;
        }

        return console;
    }
}
