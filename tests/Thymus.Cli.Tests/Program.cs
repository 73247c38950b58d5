using System.Diagnostics;
using System.Text;

namespace Thymus.Cli.Tests;

/// <summary>What a finished process left behind.</summary>
/// <param name="ExitCode">Exit code; 128 + n after signal n.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    /// <summary>The same, for the message of a failing assertion.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}

/// <summary>The built program, run as a process of its own, as a user runs it.</summary>
internal static class Program
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(3);

    /// <summary>Path of thymus.dll of the same configuration as these tests.</summary>
    public static string Path { get; } = System.IO.Path.GetFullPath(
        System.IO.Path.Combine(AppContext.BaseDirectory, "..", "..", "Thymus.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "thymus.dll"));

    /// <summary>Runs it to its end, within a limit of time.</summary>
    /// <param name="workingFolder">Working folder.</param>
    /// <param name="args">Arguments.</param>
    public static Finished Run(string workingFolder, params IEnumerable<string> args) => Run(args, workingFolder, []);

    /// <inheritdoc cref="Run(string, IEnumerable{string})" />
    public static Finished Run(IEnumerable<string> args, string workingFolder, Dictionary<string, string> environment)
    {
        using var process = Start(args, workingFolder, environment);
        return process.WaitForEnd(LongestRun);
    }

    /// <summary>Starts it.</summary>
    public static Running Start(IEnumerable<string> args, string workingFolder, Dictionary<string, string>? environment = null) =>
        StartCommand("dotnet", [Path, .. args], workingFolder, environment);

    /// <summary>Starts another command in the same way.</summary>
    public static Running StartCommand(string command, IEnumerable<string> args, string workingFolder, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command, args)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment.Remove("THYMUS_LIBRARY");
        start.Environment.Remove("THYMUS_TRACE");
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }
}

/// <summary>The program while it runs. Disposing it ends it.</summary>
internal sealed class Running : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new(), _error = new();

    public Running(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
    }

    /// <summary>Ends the process at once: SIGKILL, which it cannot see coming.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Ctrl-C: SIGINT.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Whether it ends within a time.</summary>
    public bool EndsWithin(TimeSpan time) => _process.WaitForExit(time);

    /// <summary>Waits for the end and fails the test when it does not come.</summary>
    public Finished WaitForEnd(TimeSpan limit)
    {
        Assert.True(_process.WaitForExit(limit), $"The program did not end within {limit}.\n{_output}\n{_error}");
        _process.WaitForExit();   // until both streams are read to their ends
        return new(_process.ExitCode, _output.ToString(), _error.ToString());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }
}
