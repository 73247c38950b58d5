using Parquet;
using Parquet.Schema;
using Thymus.Simulation.Populations;
using Thymus.Store.Tables;

namespace Thymus.Store.Populations;

/// <summary>
/// Writes the outputs of a population to a folder as they come: <c>outputs.parquet</c>, a row for each patient and time, and
/// <c>failures.parquet</c>, a row for each patient whose course failed. The same patients give the same bytes.
/// </summary>
/// <remarks>Memory is that of one block. The files have their names only after <see cref="Complete"/>: a run that was cut off leaves none.</remarks>
public sealed class PopulationFiles : IPopulationSink, IDisposable
{
    private const string Temporary = ".tmp";

    private readonly string _outputs;
    private readonly string _failures;
    private readonly TableSchema _schema;
    private readonly DataField[] _fields;
    private readonly Table _failed = new(FailureSchema);
    private readonly FileStream _file;
    private readonly ParquetWriter _writer;
    private long[] _patients = [];
    private double?[] _values = [];
    private bool _isOpen = true;

    /// <summary>Starts the files.</summary>
    /// <param name="folder">Where they go; made where it does not exist.</param>
    /// <param name="request">What is going to be run.</param>
    /// <exception cref="StoreException">The folder cannot be written to.</exception>
    public PopulationFiles(string folder, PopulationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        _outputs = Path.Combine(folder, "outputs.parquet");
        _failures = Path.Combine(folder, "failures.parquet");
        var model = request.Model.Model;
        _schema = new("outputs",
        [
            new("patient", ColumnKind.Integer, "", "number of the patient, from 1"),
            new("time", ColumnKind.Real, model.TimeUnit?.Text ?? "", "time since the start; at the time of a dose the values are those before it"),
            .. request.Model.ObservableNames.Select(n => new Column(n, ColumnKind.Real, model.Find(n)?.Unit?.Text ?? "", "output of the model; null after a failure")),
        ]);
        _fields = [.. _schema.Columns.Select(ParquetTable.Field)];
        _file = StoreException.Guard(folder, () =>
        {
            Directory.CreateDirectory(folder);
            return new FileStream(_outputs + Temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        });
        _writer = ParquetWriter.CreateAsync(new ParquetSchema(_fields), _file, ParquetTable.Options).GetAwaiter().GetResult();
        _writer.CustomMetadata = ParquetTable.Metadata(_schema);
    }

    /// <summary>Patients written.</summary>
    public long Patients { get; private set; }

    /// <summary>Those of them whose courses failed.</summary>
    public long Failed => _failed.Rows;

    private static TableSchema FailureSchema { get; } = new("failures",
    [
        new("patient", ColumnKind.Integer, "", "number of the patient, from 1"),
        new("cause", ColumnKind.Text, "", "what happened"),
        new("time", ColumnKind.Real, "", "time reached, in the unit of the outputs"),
        new("state", ColumnKind.Text, "", "the state to blame; empty if none stands out"),
        new("value", ColumnKind.Real, "", "value of that state, in its own unit"),
        new("try", ColumnKind.Text, "", "what to try"),
    ]);

    /// <inheritdoc />
    /// <exception cref="StoreException">The disk is full, or something else went wrong there.</exception>
    public void Write(PatientBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        StoreException.Guard(_outputs, () => WriteAsync(block).GetAwaiter().GetResult());
        Patients += block.Patients;
        for (int p = 0; p < block.Patients; p++)
        {
            if (block.Outcome(p) is { Succeeded: false } outcome)
            {
                _failed.Add(block.First + p + 1).Add(outcome.Description).Add(outcome.Time).Add(outcome.State ?? "").Add(outcome.Value).Add(outcome.Suggestion);
            }
        }
    }

    /// <summary>Ends the files, flushes them to disk and gives them their names.</summary>
    /// <exception cref="StoreException">The disk is full, or something else went wrong there.</exception>
    public void Complete()
    {
        StoreException.Guard(_outputs, () =>
        {
            _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _file.Flush(flushToDisk: true);
            _file.Dispose();
            _isOpen = false;
            File.Move(_outputs + Temporary, _outputs, overwrite: true);
        });
        ParquetTable.Write(_failures, FailureSchema, [_failed]);
    }

    /// <summary>Drops what was not completed.</summary>
    public void Dispose()
    {
        if (_isOpen)
        {
            _isOpen = false;
            _file.Dispose();
            File.Delete(_outputs + Temporary);
        }
    }

    private async Task WriteAsync(PatientBlock block)
    {
        int times = block.Times.Length;
        int rows = block.Patients * times;
        if (_patients.Length < rows)
        {
            _patients = new long[rows];
            _values = new double?[rows];
        }

        for (int p = 0; p < block.Patients; p++)
        {
            _patients.AsSpan(p * times, times).Fill(block.First + p + 1);
        }

        using var group = _writer.CreateRowGroup();
        await group.WriteAsync<long>(_fields[0], _patients.AsMemory(0, rows));
        Fill(block, _ => block.Times.AsSpan());
        await group.WriteAsync<double>(_fields[1], _values.AsMemory(0, rows));
        for (int k = 0; k < block.Observables.Length; k++)
        {
            int observable = k;
            Fill(block, p => block.Of(p, observable));
            await group.WriteAsync<double>(_fields[k + 2], _values.AsMemory(0, rows));
        }
    }

    private void Fill(PatientBlock block, Func<int, ReadOnlySpan<double>> valuesOf)
    {
        for (int p = 0; p < block.Patients; p++)
        {
            var target = _values.AsSpan(p * block.Times.Length, block.Times.Length);
            var values = valuesOf(p);
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = double.IsNaN(values[i]) ? null : values[i];
            }
        }
    }
}
