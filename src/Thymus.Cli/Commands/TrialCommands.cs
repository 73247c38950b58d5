using System.CommandLine;
using Thymus.Cli.Output;
using Thymus.Reports;
using Thymus.Store;
using Thymus.Store.Runs;
using Thymus.Trials;
using Thymus.Trials.Courses;

namespace Thymus.Cli.Commands;

/// <summary><c>thymus trial run|resume|report</c>. Only reads options and shows progress; the work is in <see cref="StudyRunner"/>.</summary>
internal static class TrialCommands
{
    internal static Command Create(Terminal terminal) => new("trial", "Run a virtual trial, go on with one that was stopped, or write its report again.")
    {
        CreateRun(terminal),
        CreateResume(terminal),
        CreateReport(terminal),
    };

    private static Command CreateRun(Terminal terminal)
    {
        var file = new Argument<string>("study") { Description = "Study file (YAML), such as studies/nsclc-pembrolizumab-vs-docetaxel.yaml." };
        var patients = new Option<int?>("--patients", "-n") { Description = "Patients per arm, in place of the study's number.", HelpName = "N" };
        var seed = new Option<ulong?>("--seed", "-s") { Description = "Seed, in place of the study's. Same seed, same results, on any machine.", HelpName = "N" };
        var twins = new Option<bool?>("--twins") { Description = "Put every patient in every arm, so that effects can be seen on one patient." };
        var output = new Option<string?>("--out", "-o") { Description = "Run folder to make. Without it: runs/NAME, or runs/NAME-2 and so on.", HelpName = "FOLDER" };
        Option<string?> library = SharedOptions.Library();
        var threads = SharedOptions.Threads();
        var lanes = SharedOptions.Lanes();
        var json = SharedOptions.Json();
        SharedOptions.Limit(patients, 1, StudyReader.MostPatients, "--patients needs a whole number of at least 1, such as --patients 200");
        var command = new Command("run", "Run a virtual trial: virtual patients, treatments, assessments, analysis and a report in one folder.")
        {
            file, patients, seed, twins, output, threads, lanes, library, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (SharedOptions.FindLibrary(parsed.GetValue(library), terminal) is not { } therapies)
            {
                return ExitCode.InvalidInput;
            }

            var read = StudyReader.Read(parsed.GetRequiredValue(file), therapies);
            if (read.ValueOf(terminal) is not { } written)
            {
                return ExitCode.InvalidInput;
            }

            var study = new StudyChanges(parsed.GetValue(patients), parsed.GetValue(seed), parsed.GetValue(twins)).ApplyTo(written);
            if (TrialSimulator.Create(study).ValueOf(terminal) is not { } simulator)
            {
                return ExitCode.InvalidInput;
            }

            string path = parsed.GetValue(output) ?? RunFolder.FreeName("runs", study.Id);
            using var folder = RunFolder.Create(path);
            var runner = StudyRunner.Start(study, therapies, simulator, folder, TimeProvider.System);
            return await FinishAsync(runner, study, folder, SharedOptions.Machine(parsed.GetValue(threads), parsed.GetRequiredValue(lanes)), parsed.GetValue(json), terminal, cancellation);
        });
        return command;
    }

    private static Command CreateResume(Terminal terminal)
    {
        var path = new Argument<string>("folder") { Description = "Run folder that 'thymus trial run' named." };
        var threads = SharedOptions.Threads();
        var lanes = SharedOptions.Lanes();
        var json = SharedOptions.Json();
        var command = new Command("resume", "Go on with a run that was stopped or killed, or repair one; it ends with the same bytes.") { path, threads, lanes, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var folder = RunFolder.OpenToWrite(parsed.GetRequiredValue(path));
            if (StudyRunner.ReadStudy(folder).ValueOf(terminal) is not { } study || TrialSimulator.Create(study).ValueOf(terminal) is not { } simulator)
            {
                return ExitCode.InvalidInput;
            }

            var runner = StudyRunner.Resume(simulator, folder, TimeProvider.System);
            return await FinishAsync(runner, study, folder, SharedOptions.Machine(parsed.GetValue(threads), parsed.GetRequiredValue(lanes)), parsed.GetValue(json), terminal, cancellation);
        });
        return command;
    }

    private static Command CreateReport(Terminal terminal)
    {
        var path = new Argument<string>("folder") { Description = "Run folder that 'thymus trial run' named." };
        var json = SharedOptions.Json();
        var command = new Command("report", "Write the report of a finished run again, from its tables.") { path, json };
        command.SetAction(parsed =>
        {
            using var folder = RunFolder.OpenToRead(parsed.GetRequiredValue(path));
            var manifest = RunManifest.Read(folder.ManifestPath);
            if (!manifest.IsComplete)
            {
                throw new StoreException($"'{folder.Path}' is not complete", $"go on with it by 'thymus trial resume {folder.Path}'");
            }

            return StudyRunner.ReadStudy(folder).ValueOf(terminal) is { } study
                ? Report(study, folder, manifest, parsed.GetValue(json), terminal)
                : ExitCode.InvalidInput;
        });
        return command;
    }

    private static async Task<int> FinishAsync(
        StudyRunner runner, Study study, RunFolder folder, Machine machine, bool json, Terminal terminal, CancellationToken cancellation)
    {
        terminal.Say($"Simulating {study.Title} into {folder.Path}");
        var display = new RunProgressDisplay(terminal);
        try
        {
            var outcome = await display.WhileAsync(() => runner.Run(machine, display, cancellation));
            foreach (string file in outcome.Damaged)
            {
                terminal.Say($"warning: the checksum of '{file}' was wrong; its patients were simulated again");
            }

            return Report(study, folder, outcome.Manifest, json, terminal);
        }
        catch (OperationCanceledException)
        {
            terminal.Say($"stopped: finished chunks are safe; go on with: thymus trial resume {folder.Path}");
            return ExitCode.Interrupted;
        }
    }

    private static int Report(Study study, RunFolder folder, RunManifest manifest, bool json, Terminal terminal)
    {
        var report = RunReport.Build(folder, study, manifest);
        RunReport.Write(folder, report);
        TrialSummary.Print(report, terminal);
        if (json)
        {
            terminal.ResultJson(TrialSummary.Json(report, folder));
        }
        else
        {
            terminal.Result(folder.ReportPath);
        }

        return manifest.FailedPatients == 0 ? ExitCode.Success : ExitCode.SomePatientsFailed;
    }
}
