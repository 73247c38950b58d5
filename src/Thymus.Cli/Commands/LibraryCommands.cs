using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Thymus.Therapies;
using Thymus.Therapies.Checks;

namespace Thymus.Cli.Commands;

/// <summary><c>thymus library list|show|verify</c>.</summary>
internal static class LibraryCommands
{
    internal static Command Create(Terminal terminal) => new("library", "List, show or verify the therapies.")
    {
        CreateList(terminal),
        CreateShow(terminal),
        CreateVerify(terminal),
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
        var command = new Command("verify", "Compute every published quantity again and print it beside the published value. Exit code 4 when one is not reproduced.") { ids, folder, json };
        command.SetAction((parsed, cancellation) =>
        {
            if (SharedOptions.FindLibrary(parsed.GetValue(folder), terminal) is not { } library)
            {
                return Task.FromResult(ExitCode.InvalidInput);
            }

            string[] wanted = parsed.GetValue(ids) is { Length: > 0 } some ? some : [.. library.List()];
            var verified = wanted.AsParallel().AsOrdered().WithCancellation(cancellation).Select(w => Verify(library, w, cancellation)).ToArray();
            foreach (var therapy in verified)
            {
                terminal.Print(therapy.Findings);
                if (!parsed.GetValue(json))
                {
                    Print(therapy, terminal);
                }
            }

            int checks = verified.Sum(v => v.Results.Count), failed = verified.Sum(v => v.Results.Count(r => !r.Passed));
            bool isUnusable = verified.Any(v => !v.IsReadable);
            if (parsed.GetValue(json))
            {
                terminal.ResultJson(new
                {
                    checks,
                    failed,
                    therapies = verified.Select(v => new { v.Id, v.IsReadable, findings = v.Findings.Select(f => f.ToString()), checks = v.Results.Select(Row) }),
                });
            }
            else
            {
                terminal.Result($"{checks} published quantities of {verified.Length} therapies: {checks - failed} reproduced, {failed} not");
            }

            return Task.FromResult(isUnusable ? ExitCode.InvalidInput : failed > 0 || verified.Any(v => v.Findings.Count > 0) ? ExitCode.CheckFailed : ExitCode.Success);
        });
        return command;
    }

    private static Argument<string> Id() => new("therapy")
    {
        Description = "Id as 'thymus library list' prints it, or its last part when only one therapy has it.",
    };

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
            string computed = result.Failure ?? string.Create(CultureInfo.InvariantCulture, $"{result.Computed:G6} {check.Published.Unit}");
            string difference = result.Failure is not null ? "" : string.Create(
                CultureInfo.InvariantCulture, $"  {(check.IsRelative ? $"{100 * result.RelativeDifference:+0.000;-0.000} %" : $"{result.Difference:+0.###;-0.###}")}");
            terminal.Result(
                $"  {(result.Passed ? "ok  " : "FAIL")}  {check.Quantity.PadRight(width)}  published {check.Published}  computed {computed}{difference}  [{check.Confidence}] {check.Source}");
        }
    }

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
        passed = result.Passed,
        failure = result.Failure,
        source = result.Check.Source,
        confidence = result.Check.Confidence,
    };

    private static void Print(Therapy therapy, Terminal terminal)
    {
        terminal.Result(therapy.Title);
        terminal.Result($"{therapy.Kind}; {therapy.Disease}; {string.Join(", ", therapy.Drugs)}; {therapy.Id}");
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
            terminal.Result("");
            terminal.Result(title);
            foreach (string line in lines)
            {
                terminal.Result("  " + line);
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
        string Id, bool IsReadable, IReadOnlyList<Language.Diagnostics.Diagnostic> Findings, IReadOnlyList<CheckResult> Results);
}
