using System.CommandLine;
using Thymus.Language;
using Thymus.Language.Formatting;

namespace Thymus.Cli.Commands;

/// <summary><c>thymus model format</c>.</summary>
internal static class ModelFormatCommand
{
    internal static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("model") { Description = "Antimony files; - is standard input.", Arity = ArgumentArity.OneOrMore };
        var check = new Option<bool>("--check") { Description = "Write nothing; print the files that are laid out otherwise, and end with exit code 4 when there are any." };
        var write = new Option<bool>("--write") { Description = "Write the files in their layout and print those that changed." };
        var command = new Command("format", "Bring models in Antimony into one layout. What they say stays, with every comment. Prints the text of one file, unless --check or --write is given.")
        {
            files, check, write,
        };
        command.Validators.Add(result =>
        {
            string[] names = result.GetValue(files) ?? [];
            bool checks = result.GetValue(check), writes = result.GetValue(write);
            if (checks && writes)
            {
                result.AddError("--check writes nothing: give --check or --write, not both");
            }
            else if (names.Length > 1 && !checks && !writes)
            {
                result.AddError("several files need --check or --write");
            }
            else if (writes && names.Contains(ModelFiles.Standard))
            {
                result.AddError("standard input cannot be written: leave --write out");
            }
        });
        command.SetAction(parsed =>
        {
            int code = ExitCode.Success;
            foreach (string file in parsed.GetRequiredValue(files))
            {
                code = Math.Max(code, Format(file, parsed.GetValue(check), parsed.GetValue(write), terminal));
            }

            return code;
        });
        return command;
    }

    private static int Format(string file, bool checks, bool writes, Terminal terminal)
    {
        string text = ModelFiles.Read(file);
        if (SbmlReader.IsSbml(text))
        {
            terminal.Say($"error: {file}: this is SBML, which has no layout for eyes");
            terminal.Say($"try: thymus model convert {file} model.ant");
            return ExitCode.InvalidInput;
        }

        if (AntimonyFormatter.Format(text, file).ValueOf(terminal) is not { } formatted)
        {
            return ExitCode.InvalidInput;
        }

        if (!checks && !writes)
        {
            terminal.ResultText(formatted);
            return ExitCode.Success;
        }

        if (formatted == text)
        {
            return ExitCode.Success;
        }

        if (writes)
        {
            ModelFiles.Write(file, formatted);
        }

        terminal.Result(file);
        return writes ? ExitCode.Success : ExitCode.CheckFailed;
    }
}
