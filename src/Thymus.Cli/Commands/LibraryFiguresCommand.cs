using System.CommandLine;
using Thymus.Reports.Library;
using Thymus.Therapies;
using Thymus.Therapies.Figures;

namespace Thymus.Cli.Commands;

/// <summary><c>thymus library figures</c>.</summary>
internal static class LibraryFiguresCommand
{
    private const string FigureName = "figure.svg";

    internal static Command Create(Terminal terminal)
    {
        var ids = new Argument<string[]>("therapy") { Description = "Therapies to draw; all, and docs/gallery.md beside the library, without one.", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> folder = SharedOptions.Library();
        var check = new Option<bool>("--check") { Description = "Write nothing; say which figures are not as they would be drawn. Exit code 4 when there is one." };
        var command = new Command("figures", "Draw figure.svg of each therapy, as its key 'figure' says.") { ids, folder, check };
        command.SetAction((parsed, cancellation) => Task.FromResult(
            SharedOptions.FindLibrary(parsed.GetValue(folder), terminal) is { } library
                ? Run(library, parsed.GetValue(ids) ?? [], parsed.GetValue(check), terminal, cancellation)
                : ExitCode.InvalidInput));
        return command;
    }

    /// <summary>Draws, or says what would be drawn otherwise.</summary>
    internal static int Run(TherapyLibrary library, string[] named, bool isCheck, Terminal terminal, CancellationToken cancellation)
    {
        Drawn[] drawn = [.. (named.Length > 0 ? named : [.. library.List()]).AsParallel().AsOrdered().WithCancellation(cancellation).Select(id => Draw(library, id, cancellation))];
        bool isWrong = false, isStale = false;
        foreach (var each in drawn)
        {
            terminal.Print(each.Findings);
            if (each.Failure is not null)
            {
                terminal.Say($"error: {each.Id}: the figure cannot be drawn: {each.Failure}");
            }

            isWrong |= each.Therapy is null || each.Failure is not null;
            if (each.Svg is { } svg)
            {
                isStale |= Put(Path.Combine(each.Therapy!.Folder, FigureName), svg, isCheck, terminal);
            }
            else if (each is { Therapy: { Figure: null }, Failure: null } && named.Length > 0)
            {
                terminal.Say($"{each.Id} has no key 'figure' in its therapy.yaml: docs/formats/therapy.md");
            }
        }

        string page = Path.Combine(Path.GetDirectoryName(library.Root) ?? library.Root, "docs");
        if (named.Length == 0 && !isWrong && Directory.Exists(page))
        {
            isStale |= Put(Path.Combine(page, "gallery.md"), Gallery.Page(drawn.Select(d => d.Therapy!), $"../{Path.GetFileName(library.Root)}"), isCheck, terminal);
        }

        return isWrong ? ExitCode.InvalidInput : isCheck && isStale ? ExitCode.CheckFailed : ExitCode.Success;
    }

    private static Drawn Draw(TherapyLibrary library, string id, CancellationToken cancellation)
    {
        var read = library.Read(id);
        if (!read.Succeeded || read.Value.Figure is not { } figure)
        {
            return new(id, read.Value, read.Findings, null, null);
        }

        var (series, failure) = FigureRunner.Run(read.Value, cancellation);
        return new(id, read.Value, read.Findings, failure is null ? TherapyDrawing.Svg(figure, series) : null, failure);
    }

    /// <summary>Writes a text where it is not there yet; whether it was not.</summary>
    private static bool Put(string path, string text, bool isCheck, Terminal terminal)
    {
        bool isThere = File.Exists(path);
        bool isSame = isThere && File.ReadAllText(path) == text;
        if (!isSame && !isCheck)
        {
            ModelFiles.Write(path, text);
        }

        string word = isSame ? "unchanged" : !isCheck ? "written" : isThere ? "stale" : "missing";
        terminal.Result($"{word,-9}  {Path.GetRelativePath(Environment.CurrentDirectory, path).Replace('\\', '/')}");
        return !isSame;
    }

    private sealed record Drawn(string Id, Therapy? Therapy, IReadOnlyList<Language.Diagnostics.Diagnostic> Findings, string? Svg, string? Failure);
}
