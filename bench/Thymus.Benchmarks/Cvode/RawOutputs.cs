using System.Runtime.InteropServices;
using Thymus.Benchmarks.Engine;

namespace Thymus.Benchmarks.Cvode;

/// <summary>Reads what the C programs write: patient after patient, time after time, state after state.</summary>
internal static class RawOutputs
{
    /// <summary>Reads a file into the order of Thymus.</summary>
    /// <param name="path">The file.</param>
    /// <param name="states">States of the program.</param>
    /// <param name="times">Times of output.</param>
    /// <param name="order">The state that each observable is.</param>
    public static Outputs Read(string path, int states, int times, int[] order)
    {
        var raw = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(path));
        int patients = raw.Length / (states * times);
        var outputs = new Outputs(patients, order.Length, times);
        for (int p = 0; p < patients; p++)
        {
            var rows = raw.Slice(p * times * states, times * states);
            bool failed = !rows[^states..].ContainsAnyExcept(0.0);   // the rows of a patient that failed stay as they were cleared
            for (int k = 0; k < order.Length; k++)
            {
                var target = outputs.Of(p, k);
                for (int i = 0; i < times; i++)
                {
                    target[i] = failed ? double.NaN : rows[(i * states) + order[k]];
                }
            }
        }

        return outputs;
    }
}
