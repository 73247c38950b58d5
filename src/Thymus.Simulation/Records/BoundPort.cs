using System.Collections.Immutable;
using System.Globalization;
using Thymus.Compilation;
using Thymus.Language.Diagnostics;
using Thymus.Simulation.Dosing;

namespace Thymus.Simulation.Records;

/// <summary>A port with its names looked up in a model; a parameter that the port does not have is −1.</summary>
/// <remarks>The sensitivities say where derivatives of its doses go; <see langword="null"/> where they depend on nothing that the model is differentiated by.</remarks>
internal sealed record BoundPort(
    string Name, DoseTarget Target, int Bioavailability, int Lag, int Rate, int Duration, DoseSensitivities? Sensitivities)
{
    public static BoundPort? Bind(DosePort port, CompiledModel model, List<Diagnostic> findings)
    {
        bool ok = true;
        var sensitivities = DoseSensitivities.Of(model, port.Name);
        int Find(string? name, string what)
        {
            int index = name is null ? -1 : model.ParameterIndex(name);
            if (name is not null && index < 0)
            {
                findings.Add(new Diagnostic(RecordRules.UnknownParameter, default, "give the model a constant of that name", name, what, port.Name));
                ok = false;
            }
            else if (name is not null && sensitivities.Lacks(model, name))
            {
                findings.Add(new Diagnostic(
                    RecordRules.DifferentiatedDose, default, "compile the model with it among DoseParameters, or differentiate by other parameters", name, what, port.Name));
                ok = false;
            }

            return index;
        }

        if (DoseTarget.Find(model, port.Name) is not { } target)
        {
            findings.Add(new Diagnostic(
                RecordRules.UnknownParameter, default, "compile the model with it as a dose target", "input:" + port.Name, "input", port.Name));
            return null;
        }

        var bound = new BoundPort(
            port.Name, target, Find(port.Bioavailability, "bioavailability"), Find(port.Lag, "lag"), Find(port.Rate, "rate"),
            Find(port.Duration, "duration"), IsDifferentiated() ? sensitivities : null);
        return ok ? bound : null;

        bool IsDifferentiated() => new[] { port.Bioavailability, port.Lag, port.Rate, port.Duration }.Any(p => p is not null && model.SensitivityNames.Contains(p));
    }

    /// <summary>The port that a record names, −1 when there is none.</summary>
    public static int IndexOf(ImmutableArray<DosePort> ports, string compartment, int defaultPort)
    {
        if (int.TryParse(compartment, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            number = number == 0 ? defaultPort : number;
            return number <= ports.Length ? number - 1 : -1;
        }

        for (int i = 0; i < ports.Length; i++)
        {
            if (ports[i].Name == compartment)
            {
                return i;
            }
        }

        return -1;
    }
}
