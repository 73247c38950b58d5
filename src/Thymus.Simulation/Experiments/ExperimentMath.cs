using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Thymus.Compilation;
using Thymus.Language;

namespace Thymus.Simulation.Experiments;

/// <summary>A formula of an experiment over variables of its own, compiled as the rule of a small model.</summary>
internal sealed class ExperimentMath
{
    private static readonly XNamespace Sbml = "http://www.sbml.org/sbml/level3/version2/core";
    private readonly CompiledModel _model;
    private readonly ScalarModel _scalar;

    private ExperimentMath(CompiledModel model) => (_model, _scalar) = (model, new ScalarModel(model));

    /// <summary>Compiles a formula; <see langword="null"/> when it cannot be, with the reason.</summary>
    public static ExperimentMath? Compile(XElement math, IEnumerable<string> names, string file, out string? problem)
    {
        const string Result = "_result";
        var document = new XElement(
            Sbml + "sbml", new XAttribute("level", 3), new XAttribute("version", 2),
            new XElement(
                Sbml + "model", new XAttribute("id", "_formula"),
                new XElement(
                    Sbml + "listOfParameters",
                    names.Append(Result).Select(n => new XElement(Sbml + "parameter", new XAttribute("id", n), new XAttribute("value", 0), new XAttribute("constant", n == Result ? "false" : "true")))),
                new XElement(Sbml + "listOfRules", new XElement(Sbml + "assignmentRule", new XAttribute("variable", Result), new XElement(math)))));
        var read = SbmlReader.Read(document.ToString(SaveOptions.DisableFormatting), file);
        var compiled = read.Succeeded ? CompiledModel.Compile(new CompileRequest { Model = read.Value, Observables = [Result] }) : null;
        problem = compiled is { Succeeded: true } ? null : (read.Succeeded ? compiled!.Findings : read.Findings).Select(f => f.Text).FirstOrDefault() ?? "it has no meaning";
        return compiled is { Succeeded: true } ? new ExperimentMath(compiled.Value) : null;
    }

    /// <summary>Values of the formula, one for each place of the longest variable; a variable of one value has it everywhere.</summary>
    public ImmutableArray<double> Evaluate(IReadOnlyDictionary<string, ImmutableArray<double>> variables)
    {
        int length = variables.Values.Where(v => v.Length != 1).Select(v => v.Length).DefaultIfEmpty(1).Min();
        double[] parameters = [.. _model.DefaultParameters];
        double[] result = new double[1], state = new double[_model.StateNames.Length];
        var values = ImmutableArray.CreateBuilder<double>(length);
        for (int i = 0; i < length; i++)
        {
            foreach (var (name, column) in variables)
            {
                if (_model.ParameterIndex(name) is >= 0 and var place)
                {
                    parameters[place] = column.Length == 1 ? column[0] : column[i];
                }
            }

            _scalar.Observe(0, state, parameters, result);
            values.Add(result[0]);
        }

        return values.MoveToImmutable();
    }

    /// <summary>A number of SED-ML or SBML.</summary>
    public static double? Number(string? text) => text?.Trim() switch
    {
        null => null,
        "INF" => double.PositiveInfinity,
        "-INF" => double.NegativeInfinity,
        var number => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null,
    };
}
