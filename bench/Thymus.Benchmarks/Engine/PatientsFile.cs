using System.Collections.Immutable;
using System.Globalization;
using Thymus.Simulation.Populations;

namespace Thymus.Benchmarks.Engine;

/// <summary>A table of patients as a CSV file: ID and columns that are called like parameters of the model.</summary>
internal static class PatientsFile
{
    public static ParameterTable Read(string path)
    {
        List<string> ids = [];
        List<double> values = [];
        string[]? header = null;
        int line = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            string[] cells = [.. text.Split(',').Select(c => c.Trim().Trim('"'))];
            if (header is null)
            {
                header = cells is ["ID" or "Id" or "id", ..] ? cells : throw new BenchProblem($"{path}({line}): the first column has to be ID, not '{cells[0]}'");
                continue;
            }

            if (text.Length == 0)
            {
                continue;
            }

            if (cells.Length != header.Length)
            {
                throw new BenchProblem($"{path}({line}): {cells.Length} cells where the header has {header.Length}");
            }

            ids.Add(cells[0]);
            for (int i = 1; i < cells.Length; i++)
            {
                values.Add(double.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
                    ? value
                    : throw new BenchProblem($"{path}({line}): '{cells[i]}' in column {header[i]} is not a number"));
            }
        }

        return header is null || ids.Count == 0
            ? throw new BenchProblem($"{path} has no patients")
            : new ParameterTable([.. header.Skip(1)], [.. ids], [.. values]);
    }

    /// <summary>Writes the first patients as the CVODE program reads them, with the columns in the given order.</summary>
    public static void Write(TextWriter writer, IPatientSource patients, long count, ImmutableArray<string> columns)
    {
        writer.Write("ID," + string.Join(',', columns) + "\n");
        double[] values = new double[patients.Parameters.Length];
        int[] order = [.. columns.Select(c => patients.Parameters.IndexOf(c))];
        string format = patients is DrawnPatients ? "G12" : "R";
        for (long patient = 0; patient < count; patient++)
        {
            patients.Read(patient, values);
            writer.Write((patient + 1).ToString(CultureInfo.InvariantCulture));
            foreach (int column in order)
            {
                writer.Write(',');
                writer.Write(values[column].ToString(format, CultureInfo.InvariantCulture).Replace('E', 'e'));
            }

            writer.Write('\n');
        }
    }
}
