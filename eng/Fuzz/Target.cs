using System.Globalization;
using System.Text;
using Thymus.Compilation;
using Thymus.Language;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Formatting;
using Thymus.Simulation.Dosing;
using Thymus.Simulation.Experiments;
using Thymus.Simulation.Records;
using Thymus.Therapies;
using Thymus.Therapies.Checks;
using Thymus.Therapies.Text;
using Thymus.Trials;
using Thymus.Units;

namespace Thymus.Fuzz;

/// <summary>A reader under test, and what has to hold for every input.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Patterns">Files of the repository to begin with.</param>
/// <param name="Run">Reads an input; throws where something does not hold.</param>
internal sealed record Target(string Name, string[] Patterns, Action<byte[]> Run)
{
    /// <summary>Whether every line of a file is an input to begin with.</summary>
    public bool IsLines { get; private init; }

    private const string SomeTherapy = "cancer/checkpoint-inhibitors/pembrolizumab-nsclc";

    private static readonly byte[] ModelOfExperiment = Encoding.UTF8.GetBytes("""
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="m">
        <listOfParameters><parameter id="A" value="8" constant="false"/><parameter id="k" value="1" constant="true"/></listOfParameters>
        <listOfRules><rateRule variable="A"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>k</ci><ci>A</ci></apply></math></rateRule></listOfRules>
        </model></sbml>
        """);

    private static readonly Lazy<LibraryCopy> Library = new(LibraryCopy.Make);

    public static IReadOnlyList<Target> All { get; } =
    [
        new("antimony", ["*.ant"], i => Check(AntimonyReader.Read(TextOf(i), "input.ant"), i)),
        new("sbml", ["*.xml", "*.sbml"], Sbml),
        new("format", ["*.ant"], Format),
        new("convert", ["*.xml", "*.sbml", "*.ant"], ConvertBothWays),
        new("experiment", ["*.sedml", "*.omex"], Experiment),
        new("yaml", ["*.yaml"], i => Check(YamlReader.Read(TextOf(i), "input.yaml"), i)),
        new("records", ["*.csv"], i => Check(RecordReader.Read(TextOf(i), "input.csv"), i)),
        new("formula", ["formulas.txt"], Formula) { IsLines = true },
        new("compile", ["*.ant"], Compile),
        new("therapy", ["therapy.yaml"], ReadTherapy),
        new("checks", ["checks.yaml"], ReadChecks),
        new("study", ["*.yaml"], ReadStudy),
        new("planted", [], Planted),
    ];

    // What is read is written, and reading that gives the same document and the same model.
    private static void Sbml(byte[] input)
    {
        var read = SbmlReader.Read(TextOf(input), "input.xml");
        Check(read, input);
        var document = SbmlDocument.Read(TextOf(input), "input.xml");
        Check(document, input);
        if (document.Value is null)
        {
            return;
        }

        string written = document.Value.Write();
        var again = SbmlDocument.Read(written, "input.xml");
        Require(again.Succeeded, $"what was written cannot be read: {again.Findings.FirstOrDefault()}");
        Require(again.Value!.Write() == written, "a document that is read again is written in another way");
        Require(Outcome(document.Value.Bind()) == Outcome(again.Value.Bind()), "a document that is written and read again is another model");
    }

    // Laid out, a text stays as it is, and is the same model.
    private static void Format(byte[] input)
    {
        string text = TextOf(input);
        var formatted = AntimonyFormatter.Format(text, "input.ant");
        Check(formatted, input);
        Answer.End();
        if (formatted.Value is { } once)
        {
            var twice = AntimonyFormatter.Format(once, "input.ant");
            Require(twice.Value == once, $"a layout is laid out in another way: {twice.Findings.FirstOrDefault()}");
            string written = Outcome(AntimonyReader.Read(text, "input.ant"));
            Answer.End();
            Require(written == Outcome(AntimonyReader.Read(once, "input.ant")), "a layout is another model");
        }
    }

    // As 'thymus model convert' does, there and back: each way is an answer by itself.
    private static void ConvertBothWays(byte[] input)
    {
        string text = TextOf(input);
        if (!SbmlReader.IsSbml(text))
        {
            var sbml = AntimonyReader.ToSbml(text, "input.ant");
            Check(sbml, input);
            text = sbml.Value ?? "<sbml/>";
            Answer.End();
        }

        if (SbmlDocument.Read(text, "input.xml").Value is { } document && AntimonyWriter.Write(document) is { } antimony)
        {
            Require(antimony.Succeeded || antimony.Findings.Any(f => f.IsError), "nothing was written, but no finding is an error");
            Answer.End();
            if (antimony.Succeeded && document.Bind().Succeeded)
            {
                var back = AntimonyReader.ToSbml(antimony.Value, "back.ant");
                Require(back.Succeeded, $"what was written in Antimony cannot be read: {back.Findings.FirstOrDefault(f => f.IsError)}");
            }
        }
    }

    // The files of an experiment; it is not run, since one may ask for any number of steps.
    private static void Experiment(byte[] input)
    {
        string file = Library.Value.Put("input.sedml", input);
        Library.Value.Put("model.xml", ModelOfExperiment);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        try
        {
            using var files = ExperimentFiles.Open(file);
            foreach (string experiment in files.Experiments)
            {
                var read = ExperimentRunner.Run(files, experiment, cancelled.Token);
                Require(read.Value is not null || !read.Findings.IsEmpty, "nothing was read, and nothing said");
            }
        }
        catch (Exception refused) when (refused is InvalidDataException or OperationCanceledException)
        {
            Require(refused.Message.Length > 0, "an archive was refused without words");
        }
    }

    // What is known of a model without its places: values, numbers of what it has, or the errors.
    private static string Outcome(Checked<BoundModel> read)
    {
        IEnumerable<string> errors = read.Findings.Where(f => f.IsError).Select(f => f.Rule.Code).Distinct().Order(StringComparer.Ordinal);
        return string.Join('\n', read.Value is { } model
            ? model.Symbols.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name} {s.Kind} {s.InitialValue:R} {s.IsConstant} {s.Unit}")).Append(string.Create(
                CultureInfo.InvariantCulture,
                $"{model.Id} {model.Reactions.Length} {model.Rules.Length} {model.InitialAssignments.Length} {model.Events.Length} {model.Constraints.Length}"))
            : errors);
    }

    // Formulas, units, quantities and doses: one line each.
    private static void Formula(byte[] input)
    {
        string text = TextOf(input);
        Check(AntimonyReader.ReadExpression(text, "input", _ => null), input);
        Check(DoseText.Parse(text, "input"), input);
        if (Unit.TryParse(text, out var unit, out string? problem))
        {
            Require(Unit.TryParse(unit.ToString(), out var again, out _) && again.Equals(unit), $"the unit {unit} is read from '{text}' but not from its own text");
        }
        else
        {
            Require(problem is { Length: > 0 }, "a unit was refused without words");
        }

        Require(Quantity.TryParse(text, out _, out problem) || problem is { Length: > 0 }, "a quantity was refused without words");
    }

    private static void Compile(byte[] input)
    {
        if (AntimonyReader.Read(TextOf(input), "input.ant").Value is { } model)
        {
            Check(CompiledModel.Compile(new CompileRequest { Model = model }), input);
        }
    }

    private static void ReadTherapy(byte[] input)
    {
        Library.Value.Put(SomeTherapy + "/therapy.yaml", input);
        Check(TherapyReader.Read(Path.Combine(Library.Value.Root, SomeTherapy), Library.Value.Root), input);
    }

    private static void ReadChecks(byte[] input)
    {
        Library.Value.Put(SomeTherapy + "/checks.yaml", input);
        var therapy = TherapyReader.Read(Path.Combine(Library.Value.Root, SomeTherapy), Library.Value.Root);
        Check(CheckReader.Read(therapy.Value!), input);
    }

    private static void ReadStudy(byte[] input)
    {
        string study = Library.Value.Put("study.yaml", input);
        Check(StudyReader.Read(study, TherapyLibrary.Find(Library.Value.Root).Value!), input);
    }

    // A fault that the search has to find from nothing: a quantity whose unit has a power.
    private static void Planted(byte[] input)
    {
        string text = TextOf(input);
        Require(!(Quantity.TryParse(text, out _, out _) && text.Contains('^', StringComparison.Ordinal)), "the planted fault");
    }

    private static string TextOf(byte[] input) => Encoding.UTF8.GetString(input);

    private static void Check<T>(Checked<T> read, byte[] input)
        where T : class
    {
        Require(read.Value is not null || !read.Findings.IsEmpty, "nothing was read, and nothing said");
        Require(read.Succeeded || read.Findings.Any(f => f.IsError), "nothing was read, but no finding is an error");
        int lines = 1 + TextOf(input).Count(c => c is '\n' or '\r' or '\f' or '\u0085' or '\u2028' or '\u2029');
        foreach (var finding in read.Findings.Take(100))
        {
            Require(finding.ToString() is { Length: > 0 and < 4_000 }, "the words of a finding are longer than anybody reads");
            var span = finding.Span;
            bool isInside = span.File is null || !IsInput(span.File) || (span.Line >= 1 && span.Line <= lines + 1 && span.Column >= 1 && span.Column <= input.Length + 1);
            Require(isInside, string.Create(CultureInfo.InvariantCulture, $"a finding points at line {span.Line}, column {span.Column}, outside the input"));
        }
    }

    // Other findings are about files that the input names.
    private static bool IsInput(string file) =>
        file.Contains("input", StringComparison.Ordinal) || Path.GetFileName(file) is "therapy.yaml" or "checks.yaml" or "study.yaml";

    private static void Require(bool holds, string words)
    {
        if (!holds)
        {
            throw new PropertyException(words);
        }
    }
}
