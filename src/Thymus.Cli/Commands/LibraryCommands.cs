using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Thymus.Therapies;
using Thymus.Therapies.Checks;
using Thymus.Units;

namespace Thymus.Cli.Commands;

/// <summary><c>thymus library list|show|verify|figures|new</c>.</summary>
internal static class LibraryCommands
{
    internal static Command Create(Terminal terminal) => new("library", "List, show, verify, draw or begin therapies.")
    {
        CreateList(terminal),
        CreateShow(terminal),
        CreateVerify(terminal),
        LibraryFiguresCommand.Create(terminal),
        LibraryNewCommand.Create(terminal),
    };

    private static Command CreateList(Terminal terminal)
    {
        Option<string?> folder = SharedOptions.Library();
        var json = SharedOptions.Json();
        var command = new Command("list", "List the therapies of the library.") { folder, json };
        command.SetAction(parsed =>
        {
            if (SharedOptions.FindLibrary(parsed.GetValue(folder), terminal) is not { } library)
            {
                return ExitCode.InvalidInput;
            }

            var read = library.List().Select(id => (Id: id, Therapy: library.Read(id).ValueOf(terminal))).ToArray();
            if (parsed.GetValue(json))
            {
                terminal.ResultJson(read.Where(r => r.Therapy is not null).Select(r => new { id = r.Id, r.Therapy!.Title, r.Therapy.Kind, r.Therapy.Disease, r.Therapy.Drugs }));
            }
            else
            {
                int width = read.Select(r => r.Id.Length).DefaultIfEmpty(0).Max();
                foreach (var (id, therapy) in read)
                {
                    terminal.Result($"{id.PadRight(width)}  {therapy?.Title ?? "cannot be read"}");
                }
            }

            return read.All(r => r.Therapy is not null) ? ExitCode.Success : ExitCode.InvalidInput;
        });
        return command;
    }

    private static Command CreateShow(Terminal terminal)
    {
        var id = Id();
        Option<string?> folder = SharedOptions.Library();
        var json = SharedOptions.Json();
        var command = new Command("show", "Show what a therapy holds: outputs, population, regimens, adverse events, limits, sources.") { id, folder, json };
        command.SetAction(parsed =>
        {
            if (SharedOptions.FindLibrary(parsed.GetValue(folder), terminal) is not { } library || library.Read(parsed.GetRequiredValue(id)).ValueOf(terminal) is not { } therapy)
            {
                return ExitCode.InvalidInput;
            }

            if (parsed.GetValue(json))
            {
                terminal.ResultJson(Summary(therapy));
            }
            else
            {
                Print(therapy, terminal);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Command CreateVerify(Terminal terminal)
    {
        var ids = new Argument<string[]>("therapy") { Description = "Therapies to verify; all without one.", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> folder = SharedOptions.Library();
        var json = SharedOptions.Json();
        var file = new Option<string?>("--checks")
        {
            Description = "A file of checks from anywhere, in place of those of the library. It names its therapy or model, or one therapy is named here.",
            HelpName = "FILE",
        };
        var command = new Command("verify", "Compute every published quantity again and print it beside the published value. Exit code 4 when one is not reproduced.") { ids, folder, file, json };
        command.SetAction((parsed, cancellation) =>
        {
            string[] named = parsed.GetValue(ids) ?? [];
            if (Verified(parsed.GetValue(folder), parsed.GetValue(file), named, terminal, cancellation) is not { } verified)
            {
                return Task.FromResult(ExitCode.InvalidInput);
            }

            foreach (var therapy in verified)
            {
                terminal.Print(therapy.Findings);
                if (!parsed.GetValue(json))
                {
                    Print(therapy, terminal);
                }
            }

            int checks = verified.Sum(v => v.Results.Length), failed = verified.Sum(v => v.Results.Count(r => !r.Passed));
            int explained = verified.Sum(v => v.Results.Count(r => r.Verdict is CheckVerdict.Explained));
            bool isUnusable = verified.Any(v => !v.IsReadable);
            if (parsed.GetValue(json))
            {
                terminal.ResultJson(new
                {
                    checks,
                    failed,
                    explained,
                    therapies = verified.Select(v => new { v.Id, v.IsReadable, findings = v.Findings.Select(f => f.ToString()), checks = v.Results.Select(Row) }),
                });
            }
            else
            {
                terminal.Result($"{checks} published quantities of {verified.Length} therapies: {checks - failed - explained} reproduced, {(explained > 0 ? $"{explained} wrong as published and explained, " : "")}{failed} not");
            }

            return Task.FromResult(isUnusable ? ExitCode.InvalidInput : failed > 0 || verified.Any(v => v.Findings.Count > 0) ? ExitCode.CheckFailed : ExitCode.Success);
        });
        return command;
    }

    private static Argument<string> Id() => new("therapy")
    {
        Description = "Id as 'thymus library list' prints it, or its last part when only one therapy has it.",
    };

    /// <summary>Verifies the library, or a file of checks; <see langword="null"/> when there is nothing to verify, and then it was said why.</summary>
    private static VerifiedTherapy[]? Verified(string? folder, string? file, string[] named, Terminal terminal, CancellationToken cancellation)
    {
        if (file is null)
        {
            return SharedOptions.FindLibrary(folder, terminal) is not { } library ? null
                : [.. (named.Length > 0 ? named : [.. library.List()]).AsParallel().AsOrdered().WithCancellation(cancellation).Select(id => Verify(library, id, cancellation))];
        }

        if (named.Length > 1)
        {
            terminal.Say("--checks is about one therapy or model, but several are named");
            return null;
        }

        var checks = CheckReader.ReadFile(file, TherapyLibrary.Find(folder).Value, named.FirstOrDefault());
        return [checks.Succeeded
            ? new(checks.Value.Therapy.Id, IsReadable: true, checks.Findings, CheckRunner.Run(checks.Value.Therapy, checks.Value.Checks, cancellation))
            : new(file, IsReadable: false, checks.Findings, [])];
    }

    private static VerifiedTherapy Verify(TherapyLibrary library, string id, CancellationToken cancellation)
    {
        var read = library.Read(id);
        if (!read.Succeeded)
        {
            return new(id, IsReadable: false, read.Findings, []);
        }

        var checks = CheckReader.Read(read.Value);
        return checks.Succeeded
            ? new(read.Value.Id, IsReadable: true, [.. read.Findings, .. checks.Findings], CheckRunner.Run(read.Value, checks.Value.Checks, cancellation))
            : new(read.Value.Id, IsReadable: false, [.. read.Findings, .. checks.Findings], []);
    }

    private static void Print(VerifiedTherapy verified, Terminal terminal)
    {
        terminal.Result($"{verified.Id}");
        int width = verified.Results.Select(r => r.Check.Quantity.Length).DefaultIfEmpty(0).Max();
        foreach (var result in verified.Results)
        {
            var check = result.Check;
            string computed = result.Failure ?? check.Text(result.Computed, "G6");
            string difference = result.Failure is not null ? ""
                : check.IsRelative ? $"  {Signed(100 * result.RelativeDifference)} %" : $"  {Signed(result.Difference)}";
            string tolerance = check.Tolerance.Unit == Unit.Dimensionless ? check.Tolerance.Value.ToString(CultureInfo.InvariantCulture) : check.Tolerance.ToString();
            terminal.Result(
                $"  {Word(result.Verdict)}  {check.Quantity.PadRight(width)}  published {check.PublishedText}  computed {computed}{difference}, tolerance {tolerance}  [{check.Confidence}] {check.Source}");
            if (result.Verdict is CheckVerdict.Explained)
            {
                terminal.Result($"        {check.Explained!.Why} It should be {check.Explained.Value}.");
            }
        }
    }

    /// <summary>Three decimals with a sign, and none before 0.</summary>
    private static string Signed(double value) => Math.Round(value, 3) switch
    {
        0 => "0.000",
        var rounded => rounded.ToString("+0.000;-0.000", CultureInfo.InvariantCulture),
    };

    private static string Word(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Reproduced => "ok  ",
        CheckVerdict.Explained => "why ",
        _ => "FAIL",
    };

    private static object Row(CheckResult result) => new
    {
        result.Check.Id,
        result.Check.Quantity,
        published = result.Check.Published.Value,
        unit = result.Check.Published.Unit.Text,
        computed = result.Computed,
        difference = result.Difference,
        relativeDifference = result.RelativeDifference,
        tolerance = result.Check.Tolerance.ToString(),
        toleranceIsRelative = result.Check.IsRelative,
        least = Finite(result.Check.Range?.Least),
        most = Finite(result.Check.Range?.Most),
        verdict = result.Verdict.ToString().ToLowerInvariant(),
        passed = result.Passed,
        explained = result.Check.Explained?.Why,
        expected = result.Check.Explained?.Value.ToString(),
        failure = result.Failure,
        source = result.Check.Source,
        confidence = result.Check.Confidence,
    };

    private static double? Finite(double? bound) => bound is { } value && double.IsFinite(value) ? value : null;

    private static void Print(Therapy therapy, Terminal terminal)
    {
        terminal.Result(therapy.Title);
        terminal.Result($"{therapy.Facts}; {therapy.Id}");
        terminal.Result("");
        terminal.Result(therapy.Summary);
        Section("Outputs", therapy.Outputs.Select(o => $"{o.Name} [{o.Unit}]  {o.Label}"));
        Section("Covariates", therapy.Population.Covariates.Select(c => $"{c.Name} [{c.Unit}]  {c.Label}; reference {c.Reference.ToString("G6", CultureInfo.InvariantCulture)} [{c.Confidence}]"));
        Section("Parameters that differ between patients", therapy.Population.Parameters.Select(p =>
            $"{p.Name} = {p.Typical.ToString("G6", CultureInfo.InvariantCulture)} {p.Unit}{(p.RandomEffect is null ? "" : ", " + p.RandomEffect)} [{p.Confidence}] {p.Source}"));
        Section("Regimens", therapy.Regimens.Select(r => $"{r.Id}  {r.Title}"));
        Section("Adverse events", therapy.AdverseEvents.Select(e => $"{e.Term} ({e.Class}) [{e.Confidence}] {e.Source}"));
        Section("Limits", therapy.Limits);
        Section("Sources", therapy.Citations.Select(c => c.Doi is null ? c.Text : $"{c.Text} doi:{c.Doi}"));

        void Section(string title, IEnumerable<string> lines)
        {
            string[] all = [.. lines];
            foreach (string line in all.Length > 0 ? ["", title, .. all.Select(l => "  " + l)] : Array.Empty<string>())
            {
                terminal.Result(line);
            }
        }
    }

    private static object Summary(Therapy therapy) => new
    {
        therapy.Id,
        therapy.Title,
        therapy.Kind,
        therapy.Disease,
        therapy.Drugs,
        therapy.Summary,
        outputs = therapy.Outputs.Select(o => new { o.Name, o.Label, unit = o.Unit.Text, role = o.Role.ToString() }),
        covariates = therapy.Population.Covariates.Select(c => new { c.Name, c.Label, unit = c.Unit.Text, c.Reference, c.Source, c.Confidence }),
        parameters = therapy.Population.Parameters.Select(p => new { p.Name, p.Typical, unit = p.Unit.Text, p.RandomEffect, p.Source, p.Confidence }),
        regimens = therapy.Regimens.Select(r => new { r.Id, r.Title, r.Source }),
        adverseEvents = therapy.AdverseEvents.Select(e => new { e.Term, e.Class, e.Source, e.Confidence }),
        therapy.Limits,
        citations = therapy.Citations,
    };

    private sealed record VerifiedTherapy(
        string Id, bool IsReadable, IReadOnlyList<Language.Diagnostics.Diagnostic> Findings, ImmutableArray<CheckResult> Results);
}
