using System.CommandLine;
using Thymus.Cli.Help;
using Thymus.Store;

namespace Thymus.Cli;

/// <summary>The command tree, and the last line of defence: no exception reaches a user as a stack trace.</summary>
internal static class CommandLine
{
    internal static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var terminal = new Terminal(output, error);
        try
        {
            var parsed = CreateRoot(terminal).Parse(args);
            if (ParseProblems.Of(parsed) is { Count: > 0 } problems)
            {
                foreach (string problem in problems)
                {
                    terminal.Say($"error: {problem}");
                }

                terminal.Say($"try: {ParseProblems.Suggestion(parsed)}");
                return ExitCode.InvalidInput;
            }

            return await parsed.InvokeAsync(new()
            {
                EnableDefaultExceptionHandler = false,
                Output = output,
                Error = error,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
            });
        }
        catch (OperationCanceledException)
        {
            terminal.Say("stopped: what was finished is safe; 'thymus trial resume FOLDER' goes on from there");
            return ExitCode.Interrupted;
        }
        catch (StoreException problem)
        {
            terminal.Say($"error: {problem.Message}");
            terminal.Say($"try: {problem.Suggestion}");
            return ExitCode.FileProblem;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            terminal.Say($"error: {problem.Message}");
            terminal.Say("try: check that the disk is not full and that the file or folder can be read and written");
            return ExitCode.FileProblem;
        }
#pragma warning disable CA1031 // the outermost handler: whatever it is, the user gets words and a way to report it
        catch (Exception problem)
#pragma warning restore CA1031
        {
            terminal.Say($"error: Thymus met a fault of its own: {problem.Message}");
            terminal.Say("try: set THYMUS_TRACE=1, run it again, and report what is printed together with the input files");
            if (Environment.GetEnvironmentVariable("THYMUS_TRACE") == "1")
            {
                terminal.Say(problem.ToString());
            }

            return ExitCode.InternalError;
        }
    }

    private static RootCommand CreateRoot(Terminal terminal)
    {
        var root = new RootCommand("Simulates immunotherapies: virtual patients, virtual trials, benefit beside harm. Research use only; no medical advice.")
        {
            Commands.TrialCommands.Create(terminal),
            Commands.RunCommands.Create(terminal),
            Commands.LibraryCommands.Create(terminal),
            Commands.ModelCommands.Create(terminal),
            Commands.ConformanceCommands.Create(terminal),
        };
        TeachingHelp.Teach(root);
        return root;
    }
}
