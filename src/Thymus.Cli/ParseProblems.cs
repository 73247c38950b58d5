using System.CommandLine;
using System.CommandLine.Parsing;
using Thymus.Units;

namespace Thymus.Cli;

/// <summary>What is wrong with a command line, in words without the names of .NET types, and what was probably meant.</summary>
internal static class ParseProblems
{
    /// <summary>Everything that is wrong; empty when nothing is.</summary>
    internal static IReadOnlyList<string> Of(ParseResult parsed) =>
    [
        .. parsed.Errors.Select(e => Words(e.Message)),
        .. parsed.Tokens.Where(t => t.Value.Length == 0).Select(_ => "an argument is empty; check the quotes and variables of the command").Take(1),
    ];

    /// <summary>The command or option that was probably meant, else where to read about the command.</summary>
    internal static string Suggestion(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        string path = PathOf(parsed.CommandResult);
        var known = command.Subcommands.Select(c => c.Name).Concat(command.Options.SelectMany(o => o.Aliases.Prepend(o.Name))).ToArray();
        string? meant = parsed.UnmatchedTokens.Select(t => NearestName.Find(t, known)).OfType<string>().FirstOrDefault();
        return meant is null ? $"{path} --help" : $"{path} {meant}, or {path} --help";
    }

    private static string Words(string message)
    {
        int type = message.IndexOf(" as expected type '", StringComparison.Ordinal);
        if (type < 0)
        {
            return message;
        }

        string kind = message[type..];
        return message[..type] + (kind.Contains("Double", StringComparison.Ordinal) ? " as a number."
            : kind.Contains("UInt64", StringComparison.Ordinal) ? " as a whole number from 0."
            : kind.Contains("Int", StringComparison.Ordinal) ? " as a whole number."
            : " as true or false.");
    }

    /// <summary>The words that lead to a command, such as <c>thymus trial run</c>.</summary>
    internal static string PathOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}" : "thymus";
}
