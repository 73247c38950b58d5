using System.Collections.Immutable;
using System.CommandLine;
using Thymus.Language;
using Thymus.Language.Diagnostics;
using Thymus.Language.Formatting;
using Thymus.Therapies;

namespace Thymus.Cli.Commands;

/// <summary><c>thymus model convert</c>.</summary>
internal static class ModelConvertCommand
{
    private const string Antimony = "antimony", Sbml = "sbml";

    internal static Command Create(Terminal terminal)
    {
        var source = new Argument<string>("input") { Description = "Antimony or SBML file; - is standard input." };
        var target = new Argument<string>("output")
        {
            Description = "File to write: .ant is Antimony, .xml and .sbml are SBML Level 3 Version 2; - is standard output, with --to.",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => ModelFiles.Standard,
        };
        var to = new Option<string?>("--to") { Description = "The language of the output, where its name does not say it: antimony or sbml.", HelpName = "LANGUAGE" };
        to.AcceptOnlyFromAmong(Antimony, Sbml);
        var command = new Command(
            "convert", "Write a model in the other language, or SBML of any Level as Level 3 Version 2. Keeps meaning, ids, names, units, notes and annotations; what the other language cannot say is a warning.")
        {
            source, target, to,
        };
        command.Validators.Add(result =>
        {
            string name = result.GetValue(target) ?? ModelFiles.Standard;
            if (result.GetValue(to) is null && LanguageOf(name) is null)
            {
                result.AddError(name == ModelFiles.Standard
                    ? "say with --to antimony or --to sbml what to write" : $"'{name}' does not say its language: end it in .ant, .xml or .sbml, or give --to antimony or --to sbml");
            }
        });
        command.SetAction(parsed =>
        {
            string file = parsed.GetRequiredValue(source), output = parsed.GetValue(target) ?? ModelFiles.Standard;
            string language = parsed.GetValue(to) ?? LanguageOf(output)!;
            var converted = Convert(ModelFiles.Read(file), file, language);
            terminal.Print(converted.Findings);
            if (!converted.Succeeded)
            {
                return ExitCode.InvalidInput;
            }

            if (output == ModelFiles.Standard)
            {
                terminal.ResultText(converted.Value);
            }
            else
            {
                ModelFiles.Write(output, converted.Value);
                terminal.Result(Path.GetFullPath(output));
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static string? LanguageOf(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".ant" => Antimony,
        ".xml" or ".sbml" => Sbml,
        _ => null,
    };

    private static Checked<string> Convert(string text, string file, string language)
    {
        if (!SbmlReader.IsSbml(text))
        {
            return language == Antimony
                ? AntimonyFormatter.Format(text, file) : AntimonyReader.ToSbml(text, file, file == ModelFiles.Standard ? null : TherapyLibrary.ImportsOf(file));
        }

        var read = SbmlDocument.Read(text, file);
        if (!read.Succeeded)
        {
            return new Checked<string>(null, read.Findings);
        }

        if (language == Sbml)
        {
            return new Checked<string>(read.Value.Write(), read.Findings);
        }

        var written = AntimonyWriter.Write(read.Value, file == ModelFiles.Standard ? null : TherapyLibrary.ImportsOf(file));
        ImmutableArray<Diagnostic> findings = [.. read.Findings, .. written.Findings];
        return new Checked<string>(written.Value, findings);
    }
}
