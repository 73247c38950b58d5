using System.Globalization;
using System.Text;
using Thymus.Compilation;
using Thymus.Language;
using Thymus.Language.Diagnostics;
using Thymus.Simulation.Dosing;
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
    private const string SomeTherapy = "cancer/checkpoint-inhibitors/pembrolizumab-nsclc";

    private static readonly Lazy<LibraryCopy> Library = new(LibraryCopy.Make);

    public static IReadOnlyList<Target> All { get; } =
    [
        new("antimony", ["*.ant"], i => Check(AntimonyReader.Read(TextOf(i), "input.ant"), i)),
        new("sbml", ["*.xml", "*.sbml"], i => Check(SbmlReader.Read(TextOf(i), "input.xml"), i)),
        new("yaml", ["*.yaml"], i => Check(YamlReader.Read(TextOf(i), "input.yaml"), i)),
        new("records", ["*.csv"], i => Check(RecordReader.Read(TextOf(i), "input.csv"), i)),
        new("formula", ["*.ant"], Formula),
        new("compile", ["*.ant"], Compile),
        new("therapy", ["therapy.yaml"], ReadTherapy),
        new("checks", ["checks.yaml"], ReadChecks),
        new("study", ["*.yaml"], ReadStudy),
        new("planted", [], Planted),
    ];

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
        Require(read.Succeeded || read.Findings.Any(f => f.Rule.Severity is Severity.Error), "nothing was read, but no finding is an error");
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
