using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>Both engines, for the theories of storage: <c>[ClassData(typeof(StorageEngines))]</c>.</summary>
public sealed class StorageEngines : TheoryData<StorageEngine>
{
    public StorageEngines()
        : base(StorageEngine.Sqlite, StorageEngine.Postgres)
    {
    }
}
